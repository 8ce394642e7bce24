import type { IDataObject } from 'n8n-workflow';
import {
	addAgent,
	addGroup,
	addLightAgent,
	clientOf,
	DEFAULT_START,
	giveProductRole,
	seedSeats,
} from '../../simulator';
import { clearStages, fileOf, setStage, type Stage } from '../engine';

afterEach(clearStages);

const DAY = 86_400_000;
const PRICES = { paidSeat: 115, lightSeat: 9, currency: 'eur' };

const seats = async ({ run }: Stage, output = 'raw', options: object = {}) =>
	(await run({ parameters: { resource: 'seat', operation: 'getAll', output, options } })).items;

const create = async ({ run }: Stage, items: IDataObject[], more: object = {}) =>
	await run({ parameters: { resource: 'seat', operation: 'createReport', ...more }, items });

function desk(): Stage {
	const stage = setStage();
	const { sim } = stage;
	const group = addGroup(sim, { name: 'Night <Shift>' });
	const times = (days: number) => ({
		last_login_at: DEFAULT_START - days * DAY,
		created_at: DEFAULT_START - 400 * DAY,
	});
	for (let i = 0; i < 12; i++) {
		addAgent(sim, { name: `Agent No${i}`, groups: [group], ...times(i * 6), suspended: i === 3 });
	}
	const light = addLightAgent(sim, { name: 'Light One', ...times(1) });
	giveProductRole(sim, light, 'explore', 'studio');
	addLightAgent(sim, { name: 'Light Two', ...times(90) });
	return stage;
}

describe('Seat: Create Report', () => {
	it('makes one item with a page, a spreadsheet and the figures of all items', async () => {
		const stage = desk();
		const result = await create(stage, await seats(stage), { prices: PRICES });
		expect(result.items).toEqual([
			{
				account: stage.sim.host,
				made_at: '2026-11-20T09:00:00.000Z',
				staff: 15,
				suspended: 1,
				seats: { paid: 14, light: 1, free: 0, unknown: 0 },
				reclaimable: {
					staff: 11,
					paid: 10,
					light: 1,
					// Seven idle agents, a suspended one, the owner; an elevated light agent; an idle one.
					saving_per_month: 9 * 115 + (115 - 9) + 9,
					by_reason: {
						suspended_but_paid: { staff: 1, paid: 1, light: 0, saving_per_month: 115 },
						light_with_elevated_role: { staff: 1, paid: 1, light: 0, saving_per_month: 106 },
						never_signed_in: { staff: 1, paid: 1, light: 0, saving_per_month: 115 },
						inactive: { staff: 8, paid: 7, light: 1, saving_per_month: 814 },
						duplicate_person: { staff: 0, paid: 0, light: 0, saving_per_month: 0 },
					},
				},
				cost_per_month: 14 * 115 + 9,
				currency: 'EUR',
				changes: null,
				html_file_name: 'zendesk-seats-2026-11-20.html',
				csv_file_name: 'zendesk-seats-2026-11-20.csv',
			},
		]);
		const html = fileOf(result, 'html');
		expect([html.mimeType, html.fileName]).toEqual(['text/html', 'zendesk-seats-2026-11-20.html']);
		for (const { name } of stage.sim.store.staff()) expect(html.text).toContain(name);
		expect(html.text).toContain('Night &lt;Shift&gt;');
		const csv = fileOf(result, 'csv');
		expect([csv.mimeType, csv.fileName]).toEqual(['text/csv', 'zendesk-seats-2026-11-20.csv']);
		const lines = csv.text.split('\r\n');
		expect(lines).toHaveLength(15 + 2);
		for (const column of ['seat_evidence', 'saving_per_month', 'two_factor_auth_enabled', 'url']) {
			expect(lines[0]).toContain(column);
		}
	});

	it('takes simplified items and rows of a table as well, and asks Zendesk nothing', async () => {
		const stage = desk();
		const raw = await create(stage, await seats(stage), { prices: PRICES });
		const simplified = await seats(stage, 'simplified');
		const kept = simplified.map(({ id, product_roles: roles, reclaim, ...row }, at) => ({
			id: at + 1,
			user_id: id,
			...row,
			product_roles: JSON.stringify(roles),
			reclaim: JSON.stringify(reclaim),
		}));
		stage.sim.log.clear();
		for (const items of [simplified, kept]) {
			const { items: figures } = await create(stage, items, { prices: PRICES });
			expect(figures).toEqual(raw.items);
		}
		expect(stage.sim.log.entries).toEqual([]);
	});

	it('compares with the last report', async () => {
		const stage = desk();
		const { sim } = stage;
		const previousSeats = await seats(stage, 'simplified');
		const [leaver, moved] = sim.store.staff().filter(({ name }) => /No[12]$/.test(name));
		await clientOf(sim).put(`users/${leaver.id}`, { user: { role: 'end-user' } });
		sim.store.users.update(moved, { suspended: true });
		addAgent(sim, { name: 'New One' });
		for (const items of [await seats(stage), await seats(stage, 'simplified', { previousSeats })]) {
			const result = await create(stage, items, { previousSeats });
			expect(result.items[0]).toMatchObject({
				staff: 15,
				changes: { joined: 1, left: 1, seat: 0, status: 1, role: 0 },
			});
			expect(fileOf(result, 'html').text).toContain('Changes since the last report');
		}
	});

	it('is a first report where the table of the last one is empty', async () => {
		const stage = desk();
		const result = await create(stage, await seats(stage), { previousSeats: '[{}]' });
		expect(result.items[0]).toMatchObject({ changes: null, currency: null, cost_per_month: null });
		expect(fileOf(result, 'html').text).not.toContain('Changes since the last report');
	});

	it('puts the files in the fields that are asked for, also where nobody is staff any more', async () => {
		const stage = setStage();
		const gone = { id: 7, name: 'Ann', seat: 'none', status: 'deleted' };
		const result = await create(stage, [gone], { htmlField: 'page', csvField: 'table' });
		expect(result.items[0]).toMatchObject({ staff: 0 });
		expect(fileOf(result, 'page').text).toContain('There are no staff to show.');
		expect(fileOf(result, 'table').text).toMatch(/^\uFEFFid,name,/);
	});

	it('counts every combination of roles', async () => {
		const stage = setStage();
		seedSeats(stage.sim);
		const items = await seats(stage, 'raw', { productRoles: 'all' });
		const count = (kind: string) => items.filter(({ seat }) => seat === kind).length;
		const { items: figures } = await create(stage, items);
		expect(figures[0].seats).toEqual({
			paid: count('paid'),
			light: count('light'),
			free: count('free'),
			unknown: count('unknown'),
		});
	});

	it.each<[IDataObject[], object, string]>([
		[[{ name: 'Ann' }], {}, 'The item is not a seat'],
		[[{}], { prices: { paidSeat: -1 } }, "'Paid Seat per Month': '-1' is not a price from 0"],
		[[{}], { prices: { lightSeat: 'x' } }, "'Light Seat per Month': 'x' is not a price"],
		[[{}], { prices: { paidSeat: 5, currency: '€' } }, "'Currency': '€' is not the code"],
		[[{}], { previousSeats: '[1]' }, "'Previous Seats': it is not a list of items"],
		[[{}], { csvField: 'html' }, "'Put CSV File in Field': 'html' is the field of the HTML file"],
	])('refuses %j with %j', async (items, more, message) => {
		const { error } = await create(setStage(), items, more);
		expect(error?.message).toContain(message);
	});
});
