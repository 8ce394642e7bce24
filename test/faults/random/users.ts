import fc from 'fast-check';
import { anybody, type Key, known, unused } from './keys';
import { names } from './people';
import { agree, type Choices, picked, protectedBy, some, type Work } from './work';

const texts = fc.constantFrom(
	'',
	'+49 123',
	'x'.repeat(300),
	'Zoë 🧑‍🚀',
	'0',
	'null',
	'{{ 1 }}',
	'<b>',
);

/** Both of one person mostly, else of whomever. */
export const keys = fc.oneof(
	{ weight: 3, arbitrary: anybody.map((key) => ({ email: key, externalId: key })) },
	{
		weight: 2,
		arbitrary: fc.record({
			email: fc.option(anybody, { freq: 5 }),
			externalId: fc.option(anybody, { freq: 3 }),
		}),
	},
);

const person = fc
	.record({
		name: fc.oneof({ weight: 9, arbitrary: names }, fc.constant('')),
		keys,
		phone: texts,
		notes: texts,
	})
	.map(({ keys: both, ...fields }) => ({ ...fields, ...both }));

const FIELDS = { phone: '={{ $json.phone }}', notes: '={{ $json.notes }}' };

/** Nothing but a name names nobody: no run can tell whom the run before has created. */
const isFindable = ({ email, externalId }: { email: Key | null; externalId: Key | null }) => {
	const isGiven = (key: Key | null) => key !== null && 'fresh' in key;
	return isGiven(email) || isGiven(externalId);
};

const user = (operation: string, form: object) => ({ resource: 'user', operation, ...form });

const onUser = (operation: string, form: object = {}): Work['form'] => {
	return (choices, read) =>
		user(operation, {
			user: picked(choices.key as 'id'),
			...form,
			options: protectedBy(choices, read),
		});
};

const protect = (key: fc.Arbitrary<Key>) => fc.record({ protected: some(key) });

const roleForm = (name: string) => (choices: Choices) =>
	choices[name] === 'custom'
		? { [name]: 'custom', customRole: 'Staff' }
		: { [name]: choices[name] };

const downgrade = roleForm('downgradeTo');
const upgrade = roleForm('role');

export const users: Work[] = [
	{
		name: 'User: Create',
		rows: person.filter(isFindable),
		isFair: (rows) => agree(rows, ['email', 'externalId']),
		form: () =>
			user('create', {
				name: '={{ $json.name }}',
				email: '={{ $json.email }}',
				additionalFields: { externalId: '={{ $json.externalId }}', ...FIELDS },
			}),
	},
	{
		name: 'User: Create or Update',
		rows: person,
		choices: fc.record({ writeUnchanged: fc.boolean() }),
		form: ({ writeUnchanged }) =>
			user('upsert', {
				name: '={{ $json.name }}',
				email: '={{ $json.email }}',
				externalId: '={{ $json.externalId }}',
				additionalFields: FIELDS,
				options: { writeUnchanged },
			}),
	},
	{
		name: 'User: Update',
		rows: fc
			.tuple(person, known('customer', 'agent', 'light'), fc.option(unused, { freq: 3 }))
			.map(([fields, who, email]) => ({ ...fields, who, email })),
		isFair: (rows) => agree(rows, ['email']),
		choices: fc.record({ keepOldEmail: fc.boolean(), withEmail: fc.boolean() }),
		// Who is named by the address that he loses is somebody else, or nobody, in the next run.
		form: ({ key, keepOldEmail, withEmail }) =>
			user('update', {
				user: picked(key as 'id'),
				updateFields: {
					...FIELDS,
					name: '={{ $json.name }}',
					...(withEmail && key !== 'email' ? { email: '={{ $json.email }}' } : {}),
				},
				options: { keepOldEmail },
			}),
	},
	{
		name: 'User: Suspend',
		rows: fc.record({ who: known('customer', 'agent', 'light', 'admin') }),
		choices: protect(known('customer', 'agent')),
		form: onUser('suspend'),
	},
	{
		name: 'User: Unsuspend',
		rows: fc.record({ who: known('customer', 'agent', 'light', 'admin') }),
		form: onUser('unsuspend'),
	},
	{
		name: 'User: Upgrade',
		rows: fc.record({ who: known('customer', 'light', 'agent') }),
		choices: fc.record({ role: fc.constantFrom('custom', 'admin', 'agent', 'lightAgent') }),
		form: (choices, read, cast) => onUser('upgrade', upgrade(choices))(choices, read, cast),
	},
	{
		name: 'User: Downgrade',
		rows: fc.record({ who: known('agent', 'light', 'admin') }),
		choices: fc.record({
			protected: some(known('agent', 'admin')),
			downgradeTo: fc.constantFrom('endUser', 'lightAgent', 'contributor', 'custom'),
			whenAssigned: fc.constantFrom('refuse', 'handOver'),
		}),
		form: (choices, read) =>
			user('downgrade', {
				user: picked(choices.key as 'id'),
				...downgrade(choices),
				options: { ...protectedBy(choices, read), whenAssigned: choices.whenAssigned },
			}),
	},
];
