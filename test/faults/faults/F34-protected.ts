import { addAdmin, addAgent, addCustomer, type Simulator, type User } from '../../simulator';
import { clearStages, setStage, type Stage } from '../../engine/engine';
import type { Fault, Scenario } from '../types';
import { named } from '../ways';
import { at, operationOf, resultOf } from './at';
import { LEFT, type Operation, person, rowOf, type Row } from './operations';

interface Case {
	/** Who must not go. */
	target: (sim: Simulator, operation: Operation) => User;
	reasons: RegExp;
	options?: (target: User) => Record<string, unknown>;
	/** Else the credential of the admin who is the account's owner. */
	manager?: true;
}

/** A credential of somebody who manages the team, so that it isn't its own user who is refused. */
function credentialOf({ sim, credential }: Stage): Stage['credential'] {
	const role = sim.store.customRoles.all().find((each) => each.manage_team_members)!;
	const manager = addAgent(sim, { name: 'Manager', custom_role_id: role.id });
	const token = { access_token: sim.credentials.bearer(manager.id), token_type: 'bearer' };
	return { ...credential, grantType: 'authorizationCode', oauthTokenData: token };
}

/** Everybody else who is an admin can't sign in. */
function lastAdmin(sim: Simulator): User {
	const last = addAdmin(sim, { name: 'Last Admin', external_id: 'HR-LAST' });
	for (const user of sim.store.users.all()) {
		if (user.role === 'admin' && user !== last) sim.store.users.update(user, { suspended: true });
	}
	return last;
}

function ownUser({ store, credentials }: Simulator): User {
	return store.users.update(store.users.get(credentials.adminId)!, { external_id: 'HR-OWN' });
}

/** A change that no plan makes: somebody has edited it. */
const deletionOf = ({ id, email, external_id }: User) => ({
	action: 'delete',
	id,
	email,
	external_id,
	before: {},
	after: null,
});

/** Staff: by what can remove customers only they are refused for being that, or left to *Offboard* by a sync. */
const STAFF = 'staff|not-end-user|has left, says the source|not-customer';

const CASES: Record<string, Case> = {
	'own user': { target: ownUser, reasons: new RegExp(`^(own-user|last-admin|${STAFF})$`) },
	'last admin': {
		target: lastAdmin,
		reasons: new RegExp(`^(last-admin|${STAFF})$`),
		manager: true,
	},
	owner: {
		target: (sim) =>
			sim.store.users.update(sim.store.users.get(sim.store.ownerId)!, { external_id: 'HR-OWNER' }),
		reasons: new RegExp(`^(last-admin|protected|${STAFF})$`),
		options: ({ email }) => ({ protectedUsers: email }),
		manager: true,
	},
	protected: {
		target: (sim, { put }) => put(sim, { ...person(9), name: 'Protected' }),
		reasons: /^protected$/,
		options: ({ email }) => ({ protectedUsers: `<${email}>, ${email?.toUpperCase()}` }),
	},
};

async function refuse(
	scenario: Scenario,
	{ target, reasons, options, manager }: Case,
): Promise<void> {
	clearStages();
	const stage = setStage({ searchLagSeconds: 0 });
	const { sim } = stage;
	const operation = operationOf(scenario);
	const credential = manager ? credentialOf(stage) : stage.credential;
	let gone!: User;
	const rows = (_sim: Simulator, { put }: Operation): Row[] => {
		gone = target(sim, operation);
		// Whom a merge would keep.
		const external_id = `KEPT-${gone.name}`;
		if (!sim.store.userByExternalId(external_id)) addCustomer(sim, { external_id });
		const users = [put(sim, person(1)), gone, put(sim, person(2))];
		return users.map((user) => ({ ...rowOf(user), hasLeft: operation.type !== undefined }));
	};
	const more = () => ({ ...(operation.type ? LEFT : {}), options: options?.(gone) ?? {} });
	const own = at(scenario, { rows, more });
	const run = await own.arrange({
		...stage,
		run: async ({ items, ...given }) => {
			const isApply = given.parameters.operation === 'apply';
			const isPlanned = items?.some(({ id }) => id === gone.id);
			const all = isApply && !isPlanned ? [...items!, deletionOf(gone)] : items;
			return await stage.run({ credential, items: all, ...given });
		},
	});
	const before = { ...sim.store.users.get(gone.id)! };
	const items = resultOf(await run()).outputs.flat();
	const about = operation.type ? items.filter(({ id }) => id === gone.id) : [items[1]];
	expect(about).toMatchObject([{ reason: expect.stringMatching(reasons) }]);
	await sim.settle();
	expect(sim.store.users.get(gone.id)).toEqual(before);
	const written = JSON.stringify(
		sim.log.writes().map(({ path, query, body }) => [path, query, body]),
	);
	expect(written).not.toContain(String(gone.id));
	const others = items.filter((item) => !about.includes(item));
	expect(others.length).toBe(2);
	// The manager may not do everything.
	if (!manager) for (const { outcome } of others) expect(outcome).not.toBe('failed');
}

/** Some must never go, whoever asks: nothing is written about them, the others are done. */
export const protectedPeople: Fault = {
	id: 'F34',
	async hit({ scenario }) {
		for (const [who, each] of Object.entries(CASES)) {
			await named(who, async () => await refuse(scenario, each));
		}
		clearStages();
		return `${Object.keys(CASES).join(', ')}: refused, 0 writes about them; the others are done`;
	},
};
