import { addCustomer, addOrganization } from '../../simulator';
import { clearStages, setStage } from '../engine';
import { person, sync } from '../sync/helpers';
import { organizationsIn } from './keys-helpers';

afterEach(clearStages);

/** People of a source in two organizations each, of whom the source knows another one. */
function team(count: number) {
	const stage = setStage();
	const [home, second, next] = ['Home', 'Second', 'Next'].map((name) =>
		addOrganization(stage.sim, { name }),
	);
	const users = Array.from({ length: count }, (_, i) => {
		const { externalId: external_id, email, name } = person(i);
		const user = addCustomer(stage.sim, { external_id, email, name, organization_id: home.id });
		const at = stage.sim.clock.now();
		stage.sim.store.organizationMemberships.insert({
			id: 9000 + i,
			user_id: user.id,
			organization_id: second.id,
			default: false,
			created_at: at,
			updated_at: at,
		} as never);
		return user;
	});
	return { stage, users, home, second, next };
}

const form = (organizationId: unknown, more: object = {}) => ({
	missingMeansLeft: false,
	fields: { organizationId },
	...more,
});

describe.each([1, 3])('B3: another organization for %d of a source', (count) => {
	const rows = Array.from({ length: count }, (_, i) => person(i));

	it('is added and becomes the default one; the others stay', async () => {
		const { stage, users, home, second, next } = team(count);
		for (let run = 0; run < 2; run++) await sync(stage, rows, form(String(next.id)));
		for (const user of users)
			expect(organizationsIn(stage.sim, user).sort()).toEqual(
				[String(home.id), String(second.id), `${next.id}*`].sort(),
			);
	});

	it('replaces them where that is asked for', async () => {
		const { stage, users, next } = team(count);
		await sync(stage, rows, form(String(next.id), { options: { organizations: 'replace' } }));
		for (const user of users) expect(organizationsIn(stage.sim, user)).toEqual([`${next.id}*`]);
	});

	it('that is none at all ends no memberships unasked, by name', async () => {
		const { stage, users, home, second } = team(count);
		const { changes } = await sync(stage, rows, form('', { options: { blankValues: 'clear' } }));
		for (const { message } of changes) expect(message).toMatch(/Home.*Second|Second.*Home/);
		for (const user of users)
			expect(organizationsIn(stage.sim, user).sort()).toEqual(
				[`${home.id}*`, String(second.id)].sort(),
			);
	});
});
