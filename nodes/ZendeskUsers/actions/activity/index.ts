import type { Operation } from '../../../shared/operation';
import { createActivityReport } from './createReport';
import { getManyActivities } from './getAll';

/** In the order of the panel: alphabetical. */
export const activityOperations: Operation[] = [createActivityReport, getManyActivities];
