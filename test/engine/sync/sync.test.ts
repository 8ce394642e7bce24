import { addAgent, addTicket } from '../../simulator';
import { clearStages, setStage } from '../engine';
import {
	ids,
	IN_SCOPE,
	known,
	knownPeople,
	mapped,
	outcomes,
	pairsOf,
	people,
	person,
	plan,
	sync,
	TYPE,
	userOf,
} from './helpers';

afterEach(clearStages);

const ALL_MAY_GO = { maxRemovals: 100 };
const DELETING = { removal: 'delete', ...ALL_MAY_GO };

describe('Sync', () => {
	it('does at once what Plan and Apply do, with the same outputs', async () => {
		const stage = setStage();
		const { sim } = stage;
		known(sim, 0);
		known(sim, 1, { name: 'Old Name' });
		const gone = known(sim, 4);
		const agent = addAgent(sim, { external_id: 'HR-77' });
		const rows = [person(0), person(1), person(2), { ...person(3), externalId: 'XX-3' }];
		const { changes, unchanged, blocked, leavers, result } = await sync(stage, rows, DELETING);
		expect(outcomes(changes).sort()).toEqual(['created', 'deleted', 'updated']);
		expect(unchanged).toMatchObject([{ external_id: 'HR-0' }]);
		expect(blocked).toMatchObject([{ external_id: 'XX-3', reason: 'out-of-scope' }]);
		expect(leavers).toMatchObject([{ id: agent.id }]);
		expect(userOf(sim, gone).active).toBe(false);
		expect(userOf(sim, agent)).toMatchObject({ active: true, suspended: false, role: 'agent' });
		expect(result.hints.join()).toMatch(/3 changes.*1 unchanged.*1 blocked.*1 leavers/);
	});

	it('pairs each item with its row, and who is missing with none', async () => {
		const stage = setStage();
		knownPeople(stage.sim, 2);
		const gone = known(stage.sim, 5);
		const rows = [person(0), { ...person(1), name: 'New Name' }, person(2)];
		const { changes, result } = await sync(stage, rows, DELETING);
		const [pairs, unchanged] = pairsOf(result);
		expect(
			changes.map(({ id, outcome }, i) => [outcome, id === gone.id ? 'gone' : '', pairs[i]]),
		).toEqual(
			expect.arrayContaining([
				['updated', '', 1],
				['created', '', 2],
				['deleted', 'gone', null],
			]),
		);
		expect(unchanged).toEqual([0]);
	});

	it('a second run writes nothing', async () => {
		const stage = setStage();
		knownPeople(stage.sim, 5);
		const rows = [...people(3), person(7)].map((row) => ({ ...row, name: `New ${row.name}` }));
		await sync(stage, rows, DELETING);
		const mark = stage.sim.log.mark();
		const { changes, unchanged } = await sync(stage, rows, DELETING);
		expect([changes, unchanged.length]).toEqual([[], 4]);
		expect(stage.sim.log.since(mark).filter(({ write }) => write)).toEqual([]);
	});

	it('Dry Run says the same, and writes nothing', async () => {
		const stage = setStage();
		knownPeople(stage.sim, 3);
		const rows = [person(0), { ...person(1), name: 'New Name' }, person(4)];
		const more = { ...DELETING, options: { dryRun: true } };
		const { changes, unchanged } = await sync(stage, rows, more);
		expect(changes.map(({ would_be }) => would_be).sort()).toEqual([
			'created',
			'deleted',
			'updated',
		]);
		expect(new Set(outcomes(changes))).toEqual(new Set(['skipped']));
		expect(unchanged).toHaveLength(1);
		expect(stage.sim.log.writes()).toEqual([]);
	});

	it('keeps its limits', async () => {
		const stage = setStage();
		knownPeople(stage.sim, 20);
		const { changes, blocked } = await sync(stage, people(10), { removal: 'delete' });
		expect([changes, blocked.length]).toEqual([[], 10]);
	});

	it('what fails goes to the error output, after all others', async () => {
		const stage = setStage({ plan: { validatesPhones: true } });
		known(stage.sim, 0);
		const rows = [person(0), { ...person(1), phone: 'none' }, person(2)];
		const fields = { phone: '={{ $json.phone }}' };
		const parameters = { operation: 'sync', ...mapped({ ...IN_SCOPE, fields }) };
		const onError = 'continueErrorOutput';
		const { outputs } = await stage.run({ type: TYPE, items: rows, onError, parameters });
		expect(outputs).toHaveLength(5);
		expect(outcomes(outputs[0])).toEqual(['created']);
		expect(outputs[4]).toMatchObject([{ error: { outcome: 'failed' } }]);
	});

	it('stops on a failure of somebody missing without blaming a row', async () => {
		const stage = setStage();
		known(stage.sim, 0);
		const gone = known(stage.sim, 1);
		addTicket(stage.sim, { requester: gone, status: 'open' });
		const more = { ...DELETING, options: { whenTicketsAreOpen: 'report' } };
		const { result } = await sync(stage, [person(0)], more, 'stopWorkflow');
		expect(result.error?.message).toContain('Person 1');
		expect(result.error?.message).not.toContain('item 0');
	});
});

describe('as a tool of an AI agent', () => {
	const TOOL = `${TYPE}Tool`;

	it.each(['sync', 'apply'])(
		'%s writes nothing without the author’s consent, and says so',
		async (operation) => {
			const stage = setStage();
			known(stage.sim, 0, { name: 'Old Name' });
			const { changes } = await plan(stage, [person(0)]);
			const items = operation === 'apply' ? changes : [person(0)];
			const parameters = { operation, ...mapped(IN_SCOPE) };
			const result = await stage.run({ type: TOOL, items, parameters });
			expect(result.items).toMatchObject([
				{
					outcome: 'skipped',
					reason: 'needs-consent',
					would_be: 'updated',
					advice: expect.stringContaining("'Allow AI Agents to Change Users'"),
				},
			]);
			expect(stage.sim.log.writes()).toEqual([]);
		},
	);

	it('does what it is told once the author has allowed it', async () => {
		const stage = setStage();
		const parameters = { operation: 'sync', ...mapped(IN_SCOPE), options: { allowAiAgents: true } };
		const { items } = await stage.run({ type: TOOL, items: [person(0)], parameters });
		expect(outcomes(items)).toEqual(['created']);
	});

	it('plans freely', async () => {
		const stage = setStage();
		const { id } = known(stage.sim, 0, { name: 'Old Name' });
		const { changes } = await plan(stage, [person(0)], {}, { type: TOOL });
		expect(ids(changes)).toEqual([id]);
	});
});
