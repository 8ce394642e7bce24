import type { Operation } from '../../../shared/operation';
import { deleteUserPermanently } from './deletePermanently';
import { getManyDeletedUsers } from './getAll';

/** In the order of the panel: alphabetical. */
export const deletedUserOperations: Operation[] = [deleteUserPermanently, getManyDeletedUsers];
