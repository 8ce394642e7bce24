import type { Operation } from '../../../shared/operation';
import { createUser } from './create';
import { deleteUser } from './delete';
import { downgradeUser } from './downgrade';
import { getUser } from './get';
import { getManyUsers } from './getAll';
import { mergeUser } from './merge';
import { offboardUser } from './offboard';
import { suspendUser } from './suspend';
import { unsuspendUser } from './unsuspend';
import { updateUser } from './update';
import { upsertUser } from './upsert';
import { upgradeUser } from './upgrade';

/** In the order of the panel: alphabetical. */
export const userOperations: Operation[] = [
	createUser,
	upsertUser,
	deleteUser,
	downgradeUser,
	getUser,
	getManyUsers,
	mergeUser,
	offboardUser,
	suspendUser,
	unsuspendUser,
	updateUser,
	upgradeUser,
];
