import type { IDataObject } from 'n8n-workflow';
import { addAgent, addCustomer, addGroup, DEFAULT_START, seedActivity } from '../../simulator';
import { clearStages, fileOf, setStage, type Stage } from '../engine';

afterEach(clearStages);

const DAY = 86_400_000;

const create = async ({ run }: Stage, items: IDataObject[], more: object = {}) =>
	await run({
		parameters: { resource: 'activity', operation: 'createReport', timeZone: 'UTC', ...more },
		items,
	});

async function activity(stage: Stage): Promise<IDataObject[]> {
	const { items } = await stage.run({
		parameters: {
			resource: 'activity',
			operation: 'getAll',
			return: 'both',
			timeZone: 'UTC',
			options: { groups: true },
		},
	});
	return items;
}

function desk(options = {}): Stage {
	const stage = setStage(options);
	const group = addGroup(stage.sim, { name: 'Night <Shift>' });
	for (let i = 0; i < 12; i++) addAgent(stage.sim, { name: `Agent ${i}`, groups: [group] });
	addCustomer(stage.sim, { name: 'Customer' });
	seedActivity(stage.sim, { ticketEvents: 800, logins: 300 });
	return stage;
}

describe('Activity: Create Report', () => {
	it('makes one page of all items, in which everybody of the staff is', async () => {
		const stage = desk();
		const items = await activity(stage);
		const result = await create(stage, items);
		expect(result.items).toEqual([
			{
				account: stage.sim.host,
				from: '2026-08-22',
				to: '2026-11-19',
				time_zone: 'UTC',
				staff: stage.sim.store.staff().length,
				file_name: 'zendesk-usage-2026-11-19.html',
			},
		]);
		const { text: html, mimeType, fileName } = fileOf(result);
		expect([mimeType, fileName]).toEqual(['text/html', 'zendesk-usage-2026-11-19.html']);
		for (const { name } of stage.sim.store.staff()) expect(html).toContain(name);
		expect(html).not.toContain('Customer<');
		expect(html).toContain('Night &lt;Shift&gt;');
		expect(html).not.toContain('Night <Shift>');
		expect(html).toContain('Staff');
	});

	it('takes rows as a table keeps them, and asks Zendesk nothing', async () => {
		const stage = desk();
		const kept = (await activity(stage)).map(({ kind: _kind, groups, sources, ...row }, id) => ({
			id,
			...row,
			groups: JSON.stringify(groups ?? []),
			sources: JSON.stringify(sources),
		}));
		const fromTable = fileOf(await create(stage, kept)).text;
		stage.sim.log.clear();
		const again = fileOf(await create(stage, await activity(stage)));
		expect(fromTable).toBe(again.text);
		stage.sim.log.clear();
		await create(stage, kept);
		expect(stage.sim.log.entries).toEqual([]);
	});

	it('says on the page what could not be read', async () => {
		const stage = desk({ plan: { auditLog: false, helpCenter: false } });
		const { text: html } = fileOf(await create(stage, await activity(stage)));
		expect(html).toContain('Sign-ins: the audit log can');
		expect(html).toContain('Articles: the help center can');
	});

	it.each([
		['', 'Days: none of them is read yet, so nobody counts as active'],
		['2026-08-22', 'Days: none of them is read yet, so nobody counts as active'],
		[
			'2026-10-04',
			'Days: those from 2026-10-04 on are not read yet, so nobody counts as active on',
		],
		[
			'2026-11-19',
			'Days: those from 2026-11-19 on are not read yet, so nobody counts as active on',
		],
		['2026-11-20', undefined],
	])('says which days a reading in slices has not come to: %p', async (cursor, note) => {
		const first = { kind: 'cursor', cursor: '' };
		const { text: html } = fileOf(await create(setStage(), [{ kind: 'cursor', cursor }, first]));
		if (note === undefined) expect(html).not.toContain('Days: ');
		else expect(html).toContain(note);
	});

	it('knows the last active day also of those whose summary is of some days only', async () => {
		const stage = desk();
		const date = new Date(DEFAULT_START - 40 * DAY).toISOString().slice(0, 10);
		const person = { kind: 'user', user_id: 7, name: 'Ann', role: 'agent', seat: 'paid' };
		const day = { kind: 'day', user_id: 7, date, sign_ins: 1 };
		const { text: html } = fileOf(await create(stage, [person, day]));
		expect(html).toContain(`datetime="${date}"`);
	});

	it('puts the page in the field that is asked for', async () => {
		const stage = setStage();
		const day = { kind: 'day', user_id: 7, date: '2026-11-01', sign_ins: 1 };
		const result = await create(stage, [day], { binaryField: 'page' });
		expect(fileOf(result, 'page').text).toContain('<html');
	});

	it.each([
		[[{ name: 'Ann' }], {}, 'The item is neither a day nor a summary of a user'],
		[[{ user_id: 'x', date: '2026-11-01' }], {}, 'The item is neither a day nor a summary'],
		[[{ user_id: 1, date: 'soon' }], {}, 'The item is neither a day nor a summary'],
		[[{}], { inactiveAfterDays: 0 }, "'Inactive After Days': '0' is not a whole number"],
		[[{}], { timeZone: 'Berlin' }, "'Time Zone': 'Berlin' is not the name of a time zone"],
	])('refuses %j with %j', async (items, more, message) => {
		const { error } = await create(setStage(), items, more);
		expect(error?.message).toContain(message);
	});
});
