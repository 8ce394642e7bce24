import fc from 'fast-check';
import { LEVELS } from '../../../zendesk/offboarding/levels';
import { type Key, known } from './keys';
import type { Cast } from './people';
import { type Choices, picked, protectedBy, some, someone, type Work } from './work';

/** Who takes somebody's tickets. */
export const handOvers = {
	handOverTo: fc.constantFrom('person', 'person', 'perGroup', 'queue'),
	successor: known('agent', 'admin'),
	byGroup: fc.array(known('agent'), { maxLength: 3 }),
};

export function handOverForm(
	{ handOverTo, successor, byGroup }: Choices,
	read: (key: Key, by: 'email') => string,
	{ groups }: Cast,
): Record<string, unknown> {
	const entries = (byGroup as Key[]).slice(0, groups.length).map((key, i) => ({
		group: groups[i].id,
		successor: read(key, 'email'),
	}));
	return {
		handOverTo,
		successor: someone(successor as Key, read as never),
		...(handOverTo === 'perGroup' ? { successorsByGroup: { groups: entries } } : {}),
	};
}

export const removals: Work[] = [
	{
		name: 'User: Delete',
		rows: fc.record({ who: known('customer', 'deleted') }),
		choices: fc.record({ protected: some(known('customer')) }),
		form: (choices, read) => ({
			resource: 'user',
			operation: 'delete',
			user: picked(choices.key as 'id'),
			options: protectedBy(choices, read),
		}),
	},
	{
		name: 'User: Merge',
		rows: fc.record({ who: known('customer'), other: known('customer') }),
		most: 5,
		choices: fc.record({ protected: some(known('customer')) }),
		form: (choices, read) => ({
			resource: 'user',
			operation: 'merge',
			mergedUser: picked(choices.key as 'id'),
			keptUser: picked(choices.key as 'id', 'other'),
			options: protectedBy(choices, read),
		}),
	},
	{
		name: 'User: Offboard',
		rows: fc.record({ who: known('agent', 'light', 'admin') }),
		most: 4,
		choices: fc.record({
			...handOvers,
			protected: some(known('agent', 'admin')),
			level: fc.constantFrom(...Object.keys(LEVELS)),
			cutAccess: fc.constantFrom('first', 'afterTransfer'),
			comment: fc.constantFrom('', 'Handed over'),
			checkOwnership: fc.boolean(),
		}),
		form: (choices, read, cast) => ({
			resource: 'user',
			operation: 'offboard',
			leaver: picked(choices.key as 'id'),
			level: choices.level,
			...handOverForm(choices, read, cast),
			options: {
				...protectedBy(choices, read),
				cutAccess: choices.cutAccess,
				comment: choices.comment,
				checkOwnership: choices.checkOwnership,
			},
		}),
	},
	{
		name: 'Deleted User: Delete Permanently',
		rows: fc.record({ who: known('deleted') }),
		keys: ['id'],
		form: () => ({
			resource: 'deletedUser',
			operation: 'deletePermanently',
			deletedUser: picked('id'),
		}),
	},
];
