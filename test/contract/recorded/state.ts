import {
	createSimulator,
	type Simulator,
	type SimulatorOptions,
	VirtualClock,
} from '../../simulator';
import { addCustomer, addGroup, addOrganization, signIn } from '../../simulator/arrange';
import { deleteUser } from '../../simulator/domain/deletion';
import { addIdentity } from '../../simulator/domain/identities';
import { setOrganization } from '../../simulator/domain/organizations';
import type { User } from '../../simulator/store/records';
import type { UserField } from '../../simulator/store/user-fields';
import { unlimited } from '../../simulator/testing';
import type { Webhook } from '../../simulator/store/access-records';
import { webhookInput } from '../../simulator/webhooks/testing';
import { clientOf } from '../../simulator/client';
import type { Recording } from './recording';

interface PersonState
	extends Partial<Omit<User, 'id' | 'created_at' | 'updated_at' | 'deleted_at'>> {
	created_at?: string;
	updated_at?: string;
	/** How requests of the recording refer to them. */
	as?: string;
	/** When they were soft-deleted. */
	deleted_at?: string;
	/** When they signed in last. */
	signed_in_at?: string;
	/** Which organization they are in: 1 is the first. */
	organization?: number;
	/** Beside the address; the first of a kind is the primary one. */
	identities?: Array<{ type: string; value: string }>;
	/** So many of the kind; `{n}` in their texts is a number. */
	count?: number;
}

/** What an account must hold for a recording to be seen again. Times are ISO. */
export interface AccountState {
	options?: Pick<
		SimulatorOptions,
		'timeZone' | 'jobSeconds' | 'jobQueueSeconds' | 'plan' | 'switches' | 'subdomain'
	>;
	/** The admin who asks. */
	caller?: PersonState;
	userFields?: Record<string, Partial<UserField> & Pick<UserField, 'type'>>;
	/** How many groups and organizations there are in all. */
	groups?: number;
	organizations?: number;
	people?: PersonState[];
	/** Limits that are used up, by the simulator's names of them. */
	spent?: Record<string, number>;
	/** A webhook on user events, and what its receiver says. */
	webhook?: {
		as: string;
		subscriptions: string[];
		receiver: { status: number; headers: Record<string, string>; body: string };
	};
}

/** A simulated account in the state that a recording needs, at its time, and the records that it names. */
export interface Opened {
	sim: Simulator;
	records: Record<string, unknown>;
}

export async function openAccount({ at, state = {} }: Recording): Promise<Opened> {
	const clock = new VirtualClock({ start: Date.parse(at) });
	const sim = createSimulator({ company: null, ...state.options, clock });
	unlimited(sim);
	const records: Record<string, unknown> = {};
	addFields(sim, state);
	for (let n = sim.store.groups.size; n < (state.groups ?? 0); n++) addGroup(sim);
	for (let n = 0; n < (state.organizations ?? 0); n++) addOrganization(sim);
	for (const person of state.people ?? []) {
		const added = addPeople(sim, person);
		if (person.as !== undefined) records[person.as] = person.count ? added : added[0];
	}
	if (state.caller) change(sim, sim.store.users.get(sim.credentials.adminId), state.caller);
	if (state.webhook) records[state.webhook.as] = await addWebhook(sim, state.webhook);
	for (const [limit, calls] of Object.entries(state.spent ?? {})) {
		sim.limits.spend(limit as Parameters<typeof sim.limits.spend>[0], clock.now(), calls);
	}
	return { sim, records };
}

function addFields({ store }: Simulator, { userFields = {} }: AccountState): void {
	store.userFields.clear();
	for (const [key, field] of Object.entries(userFields)) store.userFields.set(key, field);
	// Of people who were there before, too.
	for (const user of store.users.all()) store.users.update(user, { user_fields: {} });
}

function addPeople(sim: Simulator, person: PersonState): User[] {
	const { count = 1 } = person;
	return Array.from({ length: count }, (_, n) => {
		const own = JSON.parse(JSON.stringify(person).replaceAll('{n}', String(n))) as PersonState;
		return change(sim, addCustomer(sim, { email: null, name: own.name }), own);
	});
}

const ms = (time: unknown) => new Date(time as number | string).getTime();

function change(sim: Simulator, user: User | undefined, person: PersonState): User {
	if (!user) throw new Error('Nobody is there');
	const { deleted_at, signed_in_at, organization, identities = [], ...rest } = person;
	const fields = Object.fromEntries(
		Object.entries(rest).filter(([key]) => key !== 'as' && key !== 'count'),
	);
	const act = { world: sim.world, now: ms(fields.created_at ?? sim.clock.now()), actor: null };
	if (organization !== undefined) {
		setOrganization(act, user, sim.store.organizations.all()[organization - 1].id);
	}
	for (const { type, value } of identities) addIdentity(act, user, { type, value, verified: true });
	const times = Object.entries(fields).filter(([key]) => key.endsWith('_at'));
	const stamps = Object.fromEntries(times.map(([key, time]) => [key, ms(time)]));
	const now = ms(deleted_at ?? sim.clock.now());
	const changed = sim.store.users.update(user, { ...fields, ...stamps } as Partial<User>);
	if (deleted_at) deleteUser({ world: sim.world, now, actor: null }, changed);
	if (signed_in_at) signIn(sim, changed, ms(signed_in_at));
	return changed;
}

async function addWebhook(
	sim: Simulator,
	{ subscriptions, receiver }: NonNullable<AccountState['webhook']>,
): Promise<Webhook | undefined> {
	sim.webhooks.deliverTo(() => Promise.resolve(receiver));
	const webhook = webhookInput({ subscriptions });
	const { body } = await clientOf(sim).post('webhooks', { webhook });
	return sim.store.webhooks.get(String(body.webhook.id));
}
