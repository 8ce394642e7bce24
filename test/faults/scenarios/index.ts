import type { Scenario } from '../types';
import { activity } from './activity';
import { activityTrigger } from './activityTrigger';
import { offboarding } from './offboarding';
import { seats } from './seats';
import { sync } from './sync';
import { tickets } from './tickets';
import { usersReading } from './usersReading';
import { usersRemoving } from './usersRemoving';
import { usersRoles } from './usersRoles';
import { usersTrigger } from './usersTrigger';
import { usersWriting } from './usersWriting';

/** The rows of the matrix. */
export const SCENARIOS: Scenario[] = [
	...offboarding,
	...usersWriting,
	...usersRoles,
	...usersRemoving,
	...tickets,
	...usersReading,
	...seats,
	...activity,
	...sync,
	...usersTrigger,
	...activityTrigger,
];
