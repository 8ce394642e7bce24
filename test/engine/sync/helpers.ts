import type { IDataObject, OnError } from 'n8n-workflow';
import { addCustomer, type Simulator, type User } from '../../simulator';
import type { NodeResult, NodeRun, Stage } from '../engine';

/** What the tests of *Zendesk User Sync* share: a source called HR, its people, and the three operations. */

export const TYPE = 'n8n-nodes-zendesk-users.zendeskUserSync';

export const IN_SCOPE = { scope: { externalIdPrefix: 'HR-' } };

/** The form with the source's fields mapped, as a person would. */
export const mapped = (more: object = {}) => ({
	externalId: '={{ $json.externalId }}',
	email: '={{ $json.email }}',
	// HR gives its people their addresses.
	emailVerified: true,
	name: '={{ $json.name }}',
	...more,
});

export const person = (i: number) => ({
	externalId: `HR-${i}`,
	email: `person${i}@example.com`,
	name: `Person ${i}`,
});

export const people = (count: number) => Array.from({ length: count }, (_, i) => person(i));

/** The person of a row as Zendesk already has him. */
export function known(sim: Simulator, i: number, fields: Partial<User> = {}): User {
	const { externalId, ...rest } = person(i);
	return addCustomer(sim, { external_id: externalId, ...rest, ...fields });
}

export const knownPeople = (sim: Simulator, count: number) =>
	Array.from({ length: count }, (_, i) => known(sim, i));

type Runs = Pick<Stage, 'run'>;

export interface Planned {
	changes: IDataObject[];
	unchanged: IDataObject[];
	blocked: IDataObject[];
	leavers: IDataObject[];
	result: NodeResult;
}

function planned(result: NodeResult): Planned {
	const [changes = [], unchanged = [], blocked = [], leavers = []] = result.outputs;
	return { changes, unchanged, blocked, leavers, result };
}

export async function plan(
	stage: Runs,
	items: IDataObject[],
	more: object = {},
	run: Partial<NodeRun> = {},
): Promise<Planned> {
	const parameters = { operation: 'plan', ...mapped({ ...IN_SCOPE, ...more }) };
	return planned(await stage.run({ type: TYPE, items, parameters, ...run }));
}

export async function sync(
	stage: Runs,
	items: IDataObject[],
	more: object = {},
	onError: OnError = 'continueRegularOutput',
): Promise<Planned> {
	const parameters = { operation: 'sync', ...mapped({ ...IN_SCOPE, ...more }) };
	return planned(await stage.run({ type: TYPE, items, onError, parameters }));
}

/** A plan's items as they come back from an approval: through JSON. */
export async function apply(
	stage: Runs,
	changes: IDataObject[],
	more: object = {},
	onError: OnError | undefined = 'continueRegularOutput',
	run: Partial<NodeRun> = {},
): Promise<NodeResult> {
	const items = JSON.parse(JSON.stringify(changes)) as IDataObject[];
	const parameters = { operation: 'apply', ...IN_SCOPE, ...more };
	return await stage.run({ type: TYPE, items, onError, parameters, ...run });
}

export const outcomes = (items: IDataObject[]) => items.map(({ outcome }) => outcome);
export const reasons = (items: IDataObject[]) => items.map(({ reason }) => reason);
export const ids = (items: IDataObject[]) => items.map(({ id }) => id);

/** Of each output, the input items that its items belong to; `null` for an item that belongs to none. */
export function pairsOf({ stored }: NodeResult): Array<Array<number | null>> {
	const [run] = Object.entries(stored.resultData.runData).find(([name]) => name !== 'Source')![1];
	return (run.data?.main ?? []).map((items) =>
		(items ?? []).map(({ pairedItem }) => {
			const one = [pairedItem].flat()[0];
			return typeof one === 'object' ? one.item : (one ?? null);
		}),
	);
}

/** Lets time pass, here and in Zendesk. */
export const DAY = 24 * 3600 * 1000;

export function pass(sim: Simulator, ms: number): void {
	(sim.clock as unknown as { advance(ms: number): void }).advance(ms);
}

/** Somebody changes a user in Zendesk's interface. */
export function edit(sim: Simulator, { id }: { id: number }, fields: Partial<User>): void {
	const updated_at = Math.floor(sim.clock.now() / 1000) * 1000;
	sim.store.users.update(sim.store.users.get(id)!, { ...fields, updated_at });
}

/** Everybody signs in, which moves the stamps of the records. */
export function everybodySignsIn(sim: Simulator): void {
	const last_login_at = sim.clock.now();
	for (const user of sim.store.users.all()) if (user.active) edit(sim, user, { last_login_at });
}

/** How many requests a piece of work takes, of whatever kind. */
export async function requestsOf<T>(sim: Simulator, work: () => Promise<T>): Promise<[T, number]> {
	const mark = sim.log.mark();
	const result = await work();
	return [result, sim.log.since(mark).length];
}

export const userOf = (sim: Simulator, { id }: { id: number }) => sim.store.users.get(id)!;
