import type { Operation } from '../../../shared/operation';
import { createTicket } from './create';
import { countTickets } from './getCount';
import { transferTickets } from './transfer';

/** In the order of the panel: alphabetical. */
export const ticketOperations: Operation[] = [createTicket, countTickets, transferTickets];
