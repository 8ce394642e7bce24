import type { Operation } from '../../../shared/operation';
import { createSeatReport } from './createReport';
import { getManySeats } from './getAll';

/** In the order of the panel: alphabetical. */
export const seatOperations: Operation[] = [createSeatReport, getManySeats];
