import { addCustomer, addIdentityTo, identitiesIn } from './arrange';
import { clientOf } from './client';
import type { SimulatorOptions } from './options';
import { smallAccount } from './testing';
import { listeningAccount, nameOf } from './webhooks/testing';

/** Ann, with an address of hers, and her identities as the API tells and as the store has them. */
function annIn(options: SimulatorOptions = {}, fields: object = {}) {
	const { sim, api } = smallAccount(options);
	const ann = addCustomer(sim, { email: 'ann@example.com', ...fields });
	const path = `users/${ann.id}/identities`;
	return {
		sim,
		api,
		ann,
		path,
		add: async (identity: object) => await api.post(path, { identity }),
		put: async (user: object) => await api.put(`users/${ann.id}`, { user }),
		all: () => identitiesIn(sim, ann),
		idOf: (type: string) =>
			sim.store.identities.sortedBy('user', ann.id).find((row) => row.type === type)?.id,
	};
}

const ANN = 'email:ann@example.com*';
const LINE = '+15550100';

describe('D4: one primary identity a kind', () => {
	test('a Google address can be the primary one, beside a primary number', async () => {
		const { sim, api } = smallAccount();
		const ann = addCustomer(sim, { email: null, phone: LINE });
		addIdentityTo(sim, ann, { type: 'google', value: 'old@example.com' });
		const { identities } = (await api.get(`users/${ann.id}/identities`)).body;
		expect(identities).toMatchObject([
			{ type: 'phone_number', value: LINE, verified: true, primary: true },
			{ type: 'google', value: 'old@example.com', verified: true, primary: true },
		]);
		expect(ann).toMatchObject({ email: 'old@example.com', phone: LINE });
		expect(sim.store.userByEmail('OLD@example.com')).toBe(ann);
	});

	test('making an email primary takes that place from a Google address, not from a number', async () => {
		const { api, ann, path, add, all } = annIn({}, { email: null, phone: LINE });
		await add({ type: 'google', value: 'old@example.com', verified: true });
		const { id } = (await add({ type: 'email', value: 'new@example.com' })).body.identity;
		expect(all()).toEqual([
			`phone_number:${LINE}*`,
			'google:old@example.com*',
			'email:new@example.com',
		]);
		await api.put(`${path}/${id}/make_primary`);
		expect(all()).toEqual([
			`phone_number:${LINE}*`,
			'google:old@example.com',
			'email:new@example.com*',
		]);
		expect(ann).toMatchObject({ email: 'new@example.com', phone: LINE });
	});

	test('an address is taken once, be it an email or a Google address', async () => {
		const { sim, add } = annIn();
		addIdentityTo(sim, addCustomer(sim), { type: 'google', value: 'bob@example.com' });
		const others = await add({ type: 'email', value: 'Bob@example.com' });
		expect([others.status, others.body.details.email[0]]).toMatchObject([
			422,
			{ error: 'DuplicateValue', description: expect.stringContaining('used by another user') },
		]);
		const own = await add({ type: 'google', value: 'ann@example.com' });
		expect([own.status, own.body.details.value[0].error]).toEqual([422, 'DuplicateValue']);
	});

	test('events tell what became of each', async () => {
		const { sim, api, customer } = await listeningAccount();
		const path = `users/${customer.id}/identities`;
		const google = { type: 'google', value: 'g@example.com', verified: true };
		const { id } = (await api.post(path, { identity: google })).body.identity;
		await api.put(`${path}/${id}/make_primary`);
		await api.put(`users/${customer.id}`, { user: { phone: LINE } });
		const told = sim.webhooks.events.map((event) => {
			const { identity, current } = event.event as Record<string, { type: string } | undefined>;
			return `${nameOf(event)} ${(identity ?? current)?.type}`;
		});
		expect(told).toEqual([
			'identity_created google',
			'identity_changed email',
			'identity_changed google',
			'identity_created phone_number',
		]);
	});
});

test('D17: make_primary lists the new primary first', async () => {
	const { api, path, add } = annIn();
	await add({ type: 'email', value: 'second@example.com', verified: true });
	const { id } = (await add({ type: 'email', value: 'third@example.com' })).body.identity;
	const { body } = await api.put(`${path}/${id}/make_primary`);
	const listed = body.identities.map(({ value, primary }: { value: string; primary: boolean }) => [
		value,
		primary,
	]);
	expect(listed).toEqual([
		['third@example.com', true],
		['ann@example.com', false],
		['second@example.com', false],
	]);
});

describe('each type of identity', () => {
	test.each([
		['email', 'second@example.com'],
		['google', 'ann@gmail.example'],
		['twitter', 'ann_x'],
		['facebook', '855769377321'],
		['agent_forwarding', '+1 555-123-4567'],
		['phone_number', '+1 555-123-4567'],
	])('%s can be added, listed by its type, and removed', async (type, value) => {
		const { sim, api, path, add, all } = annIn();
		const added = await add({ type, value });
		expect([added.status, added.body.identity]).toMatchObject([201, { type, value }]);
		expect('deliverable_state' in added.body.identity).toBe(['email', 'google'].includes(type));
		const { identities } = (await api.get(`${path}?type[]=${type}&type[]=sdk`)).body;
		expect(identities.map(({ value: listed }: { value: string }) => listed)).toContain(value);
		const { id } = added.body.identity;
		expect((await api.delete(`${path}/${id}`)).status).toBe(204);
		expect(all()).toEqual([ANN]);
		expect(sim.store.identities.get(id)).toBeUndefined();
	});

	test.each(['messaging', 'sdk', 'any_channel', 'foreign', 'telex'])(
		'%s is nothing that a client can add',
		async (type) => {
			const { add } = annIn();
			const { status, body } = await add({ type, value: 'x' });
			expect([status, body.details.type[0].error]).toEqual([422, 'InvalidValue']);
		},
	);

	test('messaging, which a channel brings, is shown', async () => {
		const { sim, api, ann, path } = annIn();
		addIdentityTo(sim, ann, { type: 'messaging', value: 'abc' });
		const { identities } = (await api.get(`${path}?type=messaging`)).body;
		expect(identities).toMatchObject([{ type: 'messaging', value: 'abc', primary: false }]);
	});

	test('an X handle is one user’s, and nobody has two Facebook accounts', async () => {
		const { sim, add } = annIn();
		addIdentityTo(sim, addCustomer(sim), { type: 'twitter', value: 'taken' });
		expect((await add({ type: 'twitter', value: 'Taken' })).status).toBe(422);
		expect((await add({ type: 'facebook', value: '1' })).status).toBe(201);
		expect((await add({ type: 'facebook', value: '2' })).status).toBe(422);
	});

	test('an undeliverable and unverified address says so, and is still the address', async () => {
		const { sim, api, ann, path, idOf } = annIn();
		const state = { undeliverable_count: 3, deliverable_state: 'undeliverable', verified: false };
		sim.store.identities.update(sim.store.identities.get(idOf('email')!)!, state);
		expect((await api.get(path)).body.identities).toMatchObject([{ ...state, primary: true }]);
		expect(ann.email).toBe('ann@example.com');
	});

	test('the owner’s address can’t be verified by the API, anybody else’s can', async () => {
		const { sim, api, path, idOf } = annIn();
		expect((await api.put(`${path}/${idOf('email')}/verify`)).status).toBe(200);
		const { ownerId } = sim.store;
		const [{ id }] = sim.store.identities.sortedBy('user', ownerId);
		expect((await api.put(`users/${ownerId}/identities/${id}/verify`)).status).toBe(403);
	});

	test('a mail to verify an address is sent when it is asked for', async () => {
		const { sim, api, path, idOf } = annIn();
		await api.put(`${path}/${idOf('email')}/request_verification`);
		expect(sim.store.mails).toMatchObject([{ to: 'ann@example.com', kind: 'verification' }]);
	});

	test.each(['email', 'google'])('a search finds a second address of type %s', async (type) => {
		const { sim, ann } = annIn();
		addIdentityTo(sim, ann, { type, value: 'second@example.com' });
		const { users } = (await clientOf(sim).get('users/search?query=email:second@example.com')).body;
		expect(users.map(({ id }: { id: number }) => id)).toEqual([ann.id]);
	});

	test('an update can be without effect (switch)', async () => {
		const { api, ann, path, idOf } = annIn({ switches: { identityUpdate: 'without-effect' } });
		const identity = { value: 'new@example.com', verified: true };
		const { status, body } = await api.put(`${path}/${idOf('email')}`, { identity });
		expect([status, body.identity.value, ann.email]).toEqual([
			200,
			'ann@example.com',
			'ann@example.com',
		]);
	});
});

describe('phone numbers', () => {
	test('the first one is a direct line; a second `phone` adds one and stays in the background', async () => {
		const { ann, put, all } = annIn();
		expect((await put({ phone: LINE })).body.user).toMatchObject({
			phone: LINE,
			shared_phone_number: false,
		});
		expect((await put({ phone: '+15550200' })).body.user.phone).toBe(LINE);
		await put({ phone: '+15550200' });
		expect(all()).toEqual([ANN, `phone_number:${LINE}*`, 'phone_number:+15550200']);
		expect(ann.phone).toBe(LINE);
	});

	test('make_primary changes the number that the record shows', async () => {
		const { sim, api, ann, path, put } = annIn({}, { phone: LINE });
		await put({ phone: '+15550200' });
		const second = sim.store.identityByPhone('+15550200');
		await api.put(`${path}/${second?.id}/make_primary`);
		expect(ann.phone).toBe('+15550200');
	});

	test('a number that is somebody’s direct line is shared, and no identity', async () => {
		const { sim, put, ann, add, all } = annIn();
		addCustomer(sim, { phone: LINE });
		await put({ phone: LINE });
		expect(ann).toMatchObject({ phone: LINE, shared_phone_number: true });
		expect(all()).toEqual([ANN]);
		const { status, body } = await add({ type: 'phone_number', value: LINE });
		expect([status, body.details.value[0].error]).toEqual([422, 'DuplicateValue']);
	});

	test('a number that is shared by one’s own word, or not in E.164, is no identity', async () => {
		const { put, ann, add, all } = annIn();
		await put({ phone: LINE, shared_phone_number: true });
		expect(ann).toMatchObject({ phone: LINE, shared_phone_number: true });
		await put({ phone: 'ext. 42' });
		expect(ann).toMatchObject({ phone: 'ext. 42', shared_phone_number: false });
		expect(all()).toEqual([ANN]);
		const { body } = await add({ type: 'phone_number', value: '42' });
		expect(body.details.value[0]).toMatchObject({ error: 'InvalidFormat' });
	});

	test('an empty one removes number and identity', async () => {
		const { put, ann, all } = annIn({}, { phone: LINE });
		await put({ phone: '' });
		expect([ann.phone, ann.shared_phone_number, all()]).toEqual([null, null, [ANN]]);
	});

	test('an account that validates numbers stores them bare and refuses what is not E.164', async () => {
		const { put, ann, all } = annIn({ plan: { validatesPhones: true } });
		await put({ phone: '+1 (555) 010-0' });
		expect([ann.phone, all()]).toEqual([LINE, [ANN, `phone_number:${LINE}*`]]);
		const refused = await put({ phone: '5550100' });
		expect([refused.status, refused.body.details.phone[0].error]).toEqual([422, 'InvalidFormat']);
	});

	test('another account takes them as they come, and two spellings for two numbers', async () => {
		const { put, all } = annIn({}, { phone: LINE });
		await put({ phone: '+1 555-0100' });
		expect(all()).toEqual([ANN, `phone_number:${LINE}*`, 'phone_number:+1 555-0100']);
	});

	test.each(['goes', 'stays'] as const)(
		'the number of a deleted identity %s (switch)',
		async (phoneOfDeletedIdentity) => {
			const { api, ann, path, put, idOf } = annIn(
				{ switches: { phoneOfDeletedIdentity } },
				{ phone: LINE },
			);
			expect((await api.delete(`${path}/${idOf('phone_number')}`)).status).toBe(204);
			expect(ann.phone).toBe(phoneOfDeletedIdentity === 'stays' ? LINE : null);
			await put({ phone: '' });
			expect(ann.phone).toBeNull();
		},
	);
});
