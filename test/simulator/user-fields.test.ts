import { addAgent, addCustomer, addOrganization } from './arrange';
import { clientAs } from './client';
import type { Json } from './client';
import { smallAccount } from './testing';
import type { UserField, UserFieldType } from './store/user-fields';

type Given = Partial<UserField> & { type: UserFieldType };

const PLANS = [
	{ name: 'Gold plan', value: 'plan_gold' },
	{ name: 'Silver plan', value: 'plan_silver' },
];
const FIELDS: Record<string, Given> = {
	team: { type: 'text' },
	address: { type: 'textarea' },
	is_vip: { type: 'checkbox', tag: 'vip' },
	since: { type: 'date' },
	seats: { type: 'integer' },
	discount: { type: 'decimal' },
	badge: { type: 'regexp', regexp_for_validation: '^[A-Z]{2}\\d{3}$' },
	plan: { type: 'dropdown', custom_field_options: PLANS },
	plans: { type: 'multiselect', custom_field_options: PLANS },
	home: { type: 'lookup', relationship_target_type: 'zen:organization' },
};

function account(options: Parameters<typeof smallAccount>[0] = {}) {
	const made = smallAccount(options);
	made.sim.store.userFields.clear();
	for (const [key, field] of Object.entries(FIELDS)) made.sim.store.userFields.set(key, field);
	return made;
}

const { sim, api } = account();

describe('the list of user fields', () => {
	test('shows of each type what it has', async () => {
		const { body } = await api.get('user_fields.json');
		const byKey = Object.fromEntries(body.user_fields.map((field: Json) => [field.key, field]));
		expect(Object.keys(byKey)).toEqual(Object.keys(FIELDS));
		expect(byKey.is_vip).toMatchObject({ type: 'checkbox', tag: 'vip', system: false });
		expect(byKey.team).toMatchObject({ title: 'Team', active: true });
		expect(byKey.team).not.toHaveProperty('tag');
		expect(byKey.plan.custom_field_options).toMatchObject(PLANS);
		expect(byKey.badge.regexp_for_validation).toBe('^[A-Z]{2}\\d{3}$');
		expect(byKey.home.relationship_target_type).toBe('zen:organization');
		expect(body.count).toBe(10);
	});

	test('comes by cursor in the order of the configuration', async () => {
		const keys: string[] = [];
		let after = '';
		do {
			const { body } = await api.get(`user_fields?page[size]=4${after}`);
			keys.push(...body.user_fields.map(({ key }: Json) => key));
			after = body.meta.has_more ? `&page[after]=${body.meta.after_cursor}` : '';
		} while (after);
		expect(keys).toEqual(Object.keys(FIELDS));
	});

	test('inactive fields and those of the system are in it, each has an address', async () => {
		const { sim: other, api: client } = account();
		other.store.userFields.set('old', { type: 'text', active: false });
		other.store.userFields.set('system::seen', { type: 'date', system: true });
		const { body } = await client.get('user_fields');
		const [old, seen] = body.user_fields.slice(-2);
		expect([old.active, seen.system]).toEqual([false, true]);
		expect((await client.get(`user_fields/${old.id}`)).body.user_field).toEqual(old);
		expect((await client.get('user_fields/1')).status).toBe(404);
	});

	test('agents may read it, end users and narrow tokens may not', async () => {
		const agent = addAgent(sim);
		const statuses = await Promise.all([
			clientAs(sim, agent.id).get('user_fields'),
			clientAs(sim, addCustomer(sim).id).get('user_fields'),
			clientAs(sim, agent.id, ['users:read', 'users:write']).get('user_fields'),
		]);
		expect(statuses.map(({ status }) => status)).toEqual([200, 403, 403]);
	});
});

describe('values by type', () => {
	const organization = addOrganization(sim);

	test.each([
		['team', 7, '7'],
		['address', 'A\nB', 'A\nB'],
		['is_vip', 'true', true],
		['since', '2026-01-31', '2026-01-31T00:00:00+00:00'],
		['since', '2026-01-31T09:00:00Z', '2026-01-31T00:00:00+00:00'],
		['seats', '3039', 3039],
		['discount', '1.50', 1.5],
		['badge', 'AB123', 'AB123'],
		['plan', 'plan_gold', 'plan_gold'],
		['plans', ['plan_gold', 'plan_silver'], ['plan_gold', 'plan_silver']],
		['home', organization.id, String(organization.id)],
	])('%s takes %j and shows %j; emptied it is blank', async (key, value, shown) => {
		const { id } = addCustomer(sim);
		const write = async (given: unknown) =>
			(await api.put(`users/${id}`, { user: { user_fields: { [key]: given } } })).body.user
				.user_fields[key];
		expect(await write(value)).toEqual(shown);
		expect(await write('')).toBe(key === 'is_vip' ? false : null);
	});

	test.each([
		['team', { a: 1 }],
		['is_vip', 'perhaps'],
		['since', '31.01.2026'],
		['since', '2026-13-01'],
		['seats', '1.5'],
		['seats', 'many'],
		['discount', '1,5'],
		['badge', 'ab123'],
		['plan', 'Gold plan'],
		['plans', ['plan_gold', 'plan_bronze']],
		['home', 1],
	])('%s refuses %j, and nothing is written', async (key, value) => {
		const customer = addCustomer(sim, { name: 'Before' });
		const answer = await api.put(`users/${customer.id}`, {
			user: { name: 'After', user_fields: { [key]: value } },
		});
		expect(answer.status).toBe(422);
		expect(answer.body.details).toHaveProperty(['custom_field_values.base']);
		expect(customer.name).toBe('Before');
	});

	test('or passes over it, as over keys that it does not know', async () => {
		const { sim: other, api: client } = account({ switches: { wrongUserFieldValue: 'ignored' } });
		const customer = addCustomer(other);
		const user_fields = { seats: 'many', team: 'A', nonsense: 1 };
		const answer = await client.put(`users/${customer.id}`, { user: { user_fields } });
		expect(answer.body.user.user_fields).toMatchObject({ seats: null, team: 'A' });
		expect(answer.body.user.user_fields).not.toHaveProperty('nonsense');
	});
});

describe('D1: the tags of user fields', () => {
	const write = async (user: object, options = {}) => {
		const { sim: one, api: client } = account(options);
		const created = await client.post('users', {
			user: {
				name: 'Anakin',
				tags: ['existing', 'here'],
				user_fields: { is_vip: true, plan: 'plan_gold' },
			},
		});
		const { id, tags } = created.body.user;
		const answer = await client.put(`users/${id}`, { user });
		return { before: tags, after: answer.body.user as Json, sim: one };
	};

	test('are put among the tags behind the others', async () => {
		const { before } = await write({});
		expect(before).toEqual(['existing', 'here', 'vip', 'plan_gold']);
	});

	test.each([
		[{ is_vip: false }, ['existing', 'here', 'plan_gold']],
		[{ plan: 'plan_silver' }, ['existing', 'here', 'vip', 'plan_silver']],
		[{ plan: null }, ['existing', 'here', 'vip']],
		[{ plans: ['plan_silver'] }, ['existing', 'here', 'vip', 'plan_gold', 'plan_silver']],
		[{ team: 'A' }, ['existing', 'here', 'vip', 'plan_gold']],
	])('%j: they come and go with the value', async (user_fields, tags) => {
		expect((await write({ user_fields })).after.tags).toEqual(tags);
	});

	test.each([
		['kept', ['own', 'vip', 'plan_gold'], true],
		['removed', ['own'], true],
		['clears-field', ['own'], false],
	])('%s: a field whose tag somebody takes away', async (fieldTagTakenAway, tags, isVip) => {
		const { after } = await write({ tags: ['own'] }, { switches: { fieldTagTakenAway } });
		expect([after.tags, after.user_fields.is_vip]).toEqual([tags, isVip]);
	});

	test('without user tagging there are none', async () => {
		const { after } = await write({}, { switches: { userTagging: 'off' } });
		expect([after.tags, after.user_fields.is_vip]).toEqual([[], true]);
	});
});

describe('language, time zone, long texts, tags as a text', () => {
	const put = async (user: object, switches = {}) => {
		const { sim: one, api: client } = account({ switches });
		return await client.put(`users/${addCustomer(one).id}`, { user });
	};

	test.each([
		[{ locale: 'de' }, ['de', 8]],
		[{ locale: 'PT-br' }, ['pt-BR', 19]],
		[{ locale_id: 16 }, ['fr', 16]],
		[{ locale: 'de', locale_id: 16 }, ['de', 8]],
		[{ locale: 'tlh' }, ['en-US', 1]],
	])('%j: the language is %j', async (user, expected) => {
		const { locale, locale_id } = (await put(user)).body.user;
		expect([locale, locale_id]).toEqual(expected);
	});

	test.each([
		['Berlin', 'Berlin', 'Europe/Berlin'],
		['Europe/Berlin', 'Europe/Berlin', 'Europe/Berlin'],
		['Mars/Olympus', 'Eastern Time (US & Canada)', 'America/New_York'],
		['Mars', 'Eastern Time (US & Canada)', 'America/New_York'],
	])('time zone %s: %s, %s', async (time_zone, zone, iana) => {
		const { user } = (await put({ time_zone })).body;
		expect([user.time_zone, user.iana_time_zone]).toEqual([zone, iana]);
	});

	test.each([
		[{ locale: 'tlh' }, { unknownLocale: '422' }, 'locale', 'InvalidValue'],
		[{ time_zone: 'Mars' }, { unknownTimeZone: '422' }, 'time_zone', 'InvalidValue'],
		[{ name: 'x'.repeat(256) }, { longTexts: '422' }, 'name', 'ValueTooLong'],
		[{ alias: 'x'.repeat(256) }, { longTexts: '422' }, 'alias', 'ValueTooLong'],
		[{ name: '' }, {}, 'name', 'ValueTooShort'],
	])('refuses %j', async (user, switches, key, error) => {
		const { status, body } = await put(user, switches);
		expect([status, body.details[key][0].error]).toEqual([422, error]);
	});

	test('or cuts a long text', async () => {
		const { body } = await put({ name: 'x'.repeat(300) }, { longTexts: 'cut' });
		expect(body.user.name).toHaveLength(255);
	});

	test('refuses tags as a text', async () => {
		const { status, body } = await put({ tags: 'a b' });
		expect([status, body.error.title]).toEqual([400, 'Invalid attribute']);
	});

	test('D17: an emptied alias is "", one that never was is null', async () => {
		const { sim: one, api: client } = account();
		const alias = async (user: { id: number }) =>
			(await client.put(`users/${user.id}`, { user: { alias: null } })).body.user.alias;
		expect(await alias(addCustomer(one, { alias: 'MU' }))).toBe('');
		expect(await alias(addCustomer(one))).toBeNull();
	});
});
