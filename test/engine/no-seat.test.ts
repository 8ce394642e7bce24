import type { IDataObject } from 'n8n-workflow';
import { addCustomer, ROLE_TYPE, type Simulator, type Switches } from '../simulator';
import { clearStages, setStage, type Stage } from './engine';
import { known, sync } from './sync/helpers';

afterEach(clearStages);

const PLACES = ['422-role', '422-base', '422-top', '403'] as const;

type Place = Switches['subscriptionLimitBody'];

const soldOut = (subscriptionLimitBody: Place, more: object = {}) =>
	setStage({
		plan: { seats: { paid: 1, light: 0 }, ...more },
		switches: { subscriptionLimitBody },
	});

const staffRole = (sim: Simulator) =>
	String(sim.store.customRoles.all().find((role) => role.role_type === ROLE_TYPE.custom)!.id);

const rows = (count: number) =>
	Array.from({ length: count }, (_, i) => ({
		externalId: `EMP-${i}`,
		email: `person${i}@example.com`,
		name: `Person ${i}`,
	}));

const KEYS = { email: '={{ $json.email }}', name: '={{ $json.name }}' };

/** The forms that make staff of somebody who is new. */
const FORMS: Record<string, (sim: Simulator) => IDataObject> = {
	create: (sim) => ({ ...KEYS, role: 'agent', customRole: staffRole(sim) }),
	upsert: (sim) => ({
		...KEYS,
		externalId: '={{ $json.externalId }}',
		additionalFields: { role: 'agent', customRole: staffRole(sim) },
	}),
};

async function makeStaff({ sim, run }: Stage, operation: string, items: IDataObject[]) {
	const parameters = { resource: 'user', operation, ...FORMS[operation](sim) };
	return (await run({ items, onError: 'continueRegularOutput', parameters })).items;
}

const noSeat = {
	outcome: 'failed',
	reason: 'no-seat',
	message: expect.stringMatching(/no seat is free in this Zendesk account/i),
	advice: expect.stringMatching(/^Free a seat/),
};

const staffCount = (sim: Simulator) => sim.store.staff().length;

const EACH = Object.keys(FORMS).flatMap((operation) =>
	PLACES.map((place) => [operation, place] as const),
);

const CASES = EACH.flatMap(([operation, place]) =>
	[1, 3].map((count) => [operation, count, place] as const),
);

describe('D3, N5, D11: all seats are taken', () => {
	it.each(CASES)('%s of %d: says that no seat is free (%s)', async (operation, count, place) => {
		const stage = soldOut(place);
		const before = staffCount(stage.sim);
		const items = await makeStaff(stage, operation, rows(count));
		expect(items).toMatchObject(new Array(count).fill(noSeat));
		expect(staffCount(stage.sim)).toBe(before);
	});

	it.each(EACH)('%s one by one: says it of each row (%s)', async (operation, place) => {
		const stage = soldOut(place, { bulkImport: false });
		const items = await makeStaff(stage, operation, rows(3));
		expect(items).toMatchObject(new Array(3).fill(noSeat));
		// Every row was asked for: the refusal of one says nothing of the others.
		const single = stage.sim.log
			.writes()
			.filter(({ body }) => Object.hasOwn(body as object, 'user'));
		expect(single).toHaveLength(3);
	});

	it.each(PLACES)('a row that stands for somebody who is there says so (%s)', async (place) => {
		const stage = soldOut(place);
		const ann = addCustomer(stage.sim, { email: 'person1@example.com', name: 'Person 1' });
		const items = await makeStaff(stage, 'create', rows(3));
		expect(items[0]).toMatchObject(noSeat);
		expect(items[1]).toMatchObject({ outcome: 'failed', reason: 'exists', id: ann.id });
	});

	it.each<[string, Place, string]>([
		['create', '422-role', 'Rolle: nichts mehr frei'],
		['upsert', '422-base', 'You have reached the number of agents that you bought'],
		['create', '422-top', 'Please upgrade'],
		['upsert', '403', 'Please upgrade'],
		['create', '422-base', ''],
	])('%s knows it by the code, whatever the words (%s: %s)', async (operation, place, words) => {
		const stage = soldOut(place);
		stage.sim.faults.add({
			when: { method: 'POST', path: /users/ },
			then: { kind: 'garble', to: (text) => text.replace(/Subscription limit reached/g, words) },
		});
		const [item] = await makeStaff(stage, operation, rows(1));
		expect(item).toMatchObject({ ...noSeat, message: expect.stringContaining(words) });
	});

	it.each(PLACES)('Sync says it of a new agent and of one who is there (%s)', async (place) => {
		const stage = soldOut(place);
		known(stage.sim, 1);
		known(stage.sim, 2);
		const fields = { role: 'agent', customRole: staffRole(stage.sim) };
		const items = [1, 2, 3, 4].map((i) => ({
			externalId: `HR-${i}`,
			email: `person${i}@example.com`,
			name: `Person ${i}`,
		}));
		const { changes, blocked } = await sync(stage, items, { fields });
		expect([...changes, ...blocked]).toMatchObject(new Array(4).fill(noSeat));
		expect(staffCount(stage.sim)).toBe(1);
	});

	it('is not said of somebody who is called so', async () => {
		const stage = setStage();
		addCustomer(stage.sim, { email: 'a@example.com', external_id: 'No Seat' });
		const [item] = await makeStaff(stage, 'create', [
			{ name: 'Seat Limit', email: 'a@example.com' },
		]);
		expect(item).toMatchObject({ outcome: 'failed', reason: 'exists' });
	});
});
