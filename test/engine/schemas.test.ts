import type { IDataObject } from 'n8n-workflow';
import { RESOURCES } from '../../nodes/ZendeskUsers/actions/resources';
import { addAgent, addCustomer, addOrganization, seedActivity } from '../simulator';
import { tellLeaverStory } from '../stories/leaver';
import { clearStages, setStage, type Stage } from './engine';
import { by, offboardForm } from './forms';
import { preview } from './preview';

afterEach(clearStages);

const run = async ({ run: start }: Stage, parameters: Record<string, unknown>) =>
	(await start({ parameters })).items[0];

const fullCustomer = (stage: Stage) =>
	addCustomer(stage.sim, {
		external_id: 'C-1',
		organization_id: addOrganization(stage.sim).id,
		last_login_at: stage.sim.clock.now(),
	});

const onCustomer =
	(operation: string, more: Record<string, unknown> = {}) =>
	async (stage: Stage) =>
		await run(stage, { resource: 'user', operation, user: by.id(fullCustomer(stage)), ...more });

const onAgent = (operation: string) => async (stage: Stage) =>
	await run(stage, {
		resource: 'user',
		operation,
		user: by.id(addAgent(stage.sim, { external_id: 'E-1', last_login_at: stage.sim.clock.now() })),
	});

const someActivity = async (stage: Stage) => {
	addAgent(stage.sim);
	seedActivity(stage.sim, { ticketEvents: 50, logins: 20 });
	return await run(stage, { resource: 'activity', operation: 'getAll' });
};

const someSeats = async (stage: Stage) => {
	const at = stage.sim.clock.now() - 40 * 86_400_000;
	addAgent(stage.sim, { last_login_at: at, created_at: at });
	const { items } = await stage.run({ parameters: { resource: 'seat', operation: 'getAll' } });
	return items.at(-1)!;
};

/** A good run of each operation, with as many fields filled as a real account has. */
const RUNS: Record<string, (stage: Stage) => Promise<IDataObject>> = {
	'activity/getAll': someActivity,
	'activity/createReport': async (stage) => {
		const parameters = { resource: 'activity', operation: 'createReport' };
		const { items } = await stage.run({ parameters, items: [await someActivity(stage)] });
		return items[0];
	},
	'seat/getAll': someSeats,
	'seat/createReport': async (stage) => {
		const { items } = await stage.run({
			parameters: {
				resource: 'seat',
				operation: 'createReport',
				prices: { paidSeat: 115, currency: 'EUR' },
				previousSeats: [{ id: 1, seat: 'paid' }],
			},
			items: [await someSeats(stage)],
		});
		return items[0];
	},
	'user/create': (stage) =>
		run(stage, {
			resource: 'user',
			operation: 'create',
			name: 'Ann',
			email: 'ann@example.com',
			additionalFields: { externalId: 'C-1', organizationId: addOrganization(stage.sim).id },
		}),
	'user/upsert': (stage) =>
		run(stage, {
			resource: 'user',
			operation: 'upsert',
			externalId: 'C-1',
			email: 'ann@example.com',
			name: 'Ann',
			additionalFields: { organizationId: addOrganization(stage.sim).id },
		}),
	'user/update': onCustomer('update', { updateFields: { name: 'Other' } }),
	'user/suspend': onCustomer('suspend'),
	'user/unsuspend': onCustomer('unsuspend'),
	'user/downgrade': onAgent('downgrade'),
	'user/upgrade': onCustomer('upgrade', { role: 'admin' }),
	'user/delete': onCustomer('delete'),
	'user/get': onCustomer('get'),
	'user/getAll': async (stage) => {
		fullCustomer(stage);
		const { items } = await stage.run({
			parameters: { resource: 'user', operation: 'getAll', returnAll: true },
		});
		return items.at(-1)!;
	},
	'user/merge': async (stage) => {
		const kept = fullCustomer(stage);
		const gone = addCustomer(stage.sim, {
			external_id: 'C-2',
			organization_id: addOrganization(stage.sim).id,
		});
		const parameters = { mergedUser: by.id(gone), keptUser: by.id(kept) };
		return await run(stage, { resource: 'user', operation: 'merge', ...parameters });
	},
	'user/offboard': (stage) => run(stage, offboardForm(tellLeaverStory(stage.sim))),
	'ticket/create': (stage) => {
		const assignee = by.id(addAgent(stage.sim));
		return run(stage, {
			resource: 'ticket',
			operation: 'create',
			subject: 'Access of Ann removed',
			description: 'Everything was handed over',
			additionalFields: { assignee, priority: 'normal', type: 'task', externalId: 'REQ-1' },
		});
	},
	'ticket/getCount': onCustomer('getCount', { resource: 'ticket' }),
	'ticket/transfer': (stage) => {
		const { leaver, successor } = tellLeaverStory(stage.sim);
		return run(stage, {
			resource: 'ticket',
			operation: 'transfer',
			fromUser: by.id(leaver),
			successor: by.id(successor),
		});
	},
	'deletedUser/getAll': async (stage) => {
		await onCustomer('delete')(stage);
		return await run(stage, { resource: 'deletedUser', operation: 'getAll' });
	},
	'deletedUser/deletePermanently': async (stage) => {
		const { id } = await onCustomer('delete')(stage);
		return await run(stage, {
			resource: 'deletedUser',
			operation: 'deletePermanently',
			deletedUser: { __rl: true, mode: 'id', value: id },
		});
	},
};

const operations = RESOURCES.flatMap(({ value, operations: all }) =>
	all.map((operation) => `${value}/${operation.value}`),
);

describe('the output previews of the editor', () => {
	it.each(operations)('%s looks as its preview says', async (name) => {
		const output = await RUNS[name](setStage());
		const { shown, real } = preview('ZendeskUsers', name, output);
		expect(shown).toEqual(real);
	});
});
