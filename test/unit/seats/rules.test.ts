import { activeRoles, type Products, productRoleList } from '../../../zendesk/seats/products';
import { roleNameOf } from '../../../zendesk/seats/roleNames';
import { isWithoutProducts, seatOf } from '../../../zendesk/seats/rules';
import { dependsOnProducts } from '../../../zendesk/seats/seat';
import { getRoleType } from '../../../zendesk/roles/roleTypes';

type Role = Parameters<typeof seatOf>[0];

const agent = (role_type: number | null): Role => ({ role: 'agent', role_type });
const NOTHING: Products = { roles: [] };

/** e.g. 'explore editor' → the product role */
function having(...roles: string[]): Products {
	return {
		roles: roles.map((text) => {
			const [product, role = ''] = text.split(' ');
			return { product, role };
		}),
	};
}

describe('the seat of a Support role', () => {
	it.each<[string, Role, string, string]>([
		['an agent without custom roles', agent(null), 'paid', 'no role_type (agent): paid'],
		[
			'an admin without custom roles',
			{ role: 'admin', role_type: null },
			'paid',
			'no role_type (admin): paid',
		],
		['an agent in a custom role', agent(0), 'paid', 'role_type 0 (agent): paid'],
		['an admin', { role: 'admin', role_type: 4 }, 'paid', 'role_type 4 (admin): paid'],
		[
			'a light agent',
			agent(1),
			'light',
			'role_type 1 (light agent) without a product role that counts: light',
		],
		[
			'a contributor',
			agent(3),
			'free',
			'role_type 3 (contributor) without a product role that counts: free',
		],
		[
			'a billing admin',
			agent(5),
			'unknown',
			'role_type 5 (billing admin), whose seat no source tells: unknown',
		],
		[
			'a chat agent of old',
			agent(2),
			'unknown',
			'role_type 2 (chat agent), whose seat no source tells: unknown',
		],
		[
			'a kind that nobody knows',
			agent(7),
			'unknown',
			'role_type 7 (agent), whose seat no source tells: unknown',
		],
	])('%s', (_, user, seat, evidence) => {
		expect(seatOf(user, NOTHING)).toEqual({ seat, evidence, isElevated: false });
		expect(getRoleType(user).seat).toBe(seat);
	});

	it('takes a role type that is not there for none', () => {
		expect(seatOf({ role: 'agent' } as Role, NOTHING).seat).toBe('paid');
	});

	it.each([0, 4, null, 2, 5, 7])('of role type %s can’t be changed by product roles', (type) => {
		const all = having('chat agent', 'explore admin', 'guide admin', 'talk lead');
		expect(seatOf(agent(type), all)).toEqual(seatOf(agent(type), NOTHING));
		expect(dependsOnProducts(agent(type))).toBe(false);
	});
});

describe('a product role', () => {
	it.each<[string, string, string]>([
		['chat agent', 'paid', 'paid'],
		['chat admin', 'paid', 'paid'],
		['explore admin', 'paid', 'paid'],
		['explore editor', 'paid', 'paid'],
		['explore studio', 'paid', 'paid'],
		['explore viewer', 'light', 'free'],
		['explore reader', 'unknown', 'unknown'],
		['guide agent', 'unknown', 'paid'],
		['guide admin', 'paid', 'paid'],
		['guide viewer', 'light', 'free'],
		['guide toString', 'unknown', 'unknown'],
		['talk agent', 'light', 'free'],
		['talk lead', 'light', 'free'],
		['sell agent', 'unknown', 'unknown'],
		['constructor agent', 'unknown', 'unknown'],
	])('%s makes a light agent’s seat %s and a contributor’s %s', (role, light, contributor) => {
		const lightSeat = seatOf(agent(1), having(role));
		const contributorSeat = seatOf(agent(3), having(role));
		expect([lightSeat.seat, contributorSeat.seat]).toEqual([light, contributor]);
		expect([lightSeat.isElevated, contributorSeat.isElevated]).toEqual([
			light === 'paid',
			contributor === 'paid',
		]);
	});

	it.each<[string[], string]>([
		[['explore editor'], 'role_type 1 (light agent) with an active Explore role: paid'],
		[
			['explore editor', 'chat agent', 'guide agent'],
			'role_type 1 (light agent) with active Explore and Chat roles: paid',
		],
		[
			['guide agent', 'talk lead'],
			"role_type 1 (light agent) with an active Guide role (agent), and Zendesk's articles disagree whether that counts: unknown",
		],
		[
			['explore reader'],
			'role_type 1 (light agent) with an active Explore role (reader), and no source says whether that counts: unknown',
		],
		[
			['explore'],
			'role_type 1 (light agent) with an active Explore role (without a name), and no source says whether that counts: unknown',
		],
	])('%j is said', (roles, evidence) => {
		expect(seatOf(agent(1), having(...roles)).evidence).toBe(evidence);
	});

	it('that nobody knows does not matter beside one that counts', () => {
		expect(seatOf(agent(1), having('sell agent', 'chat agent')).seat).toBe('paid');
	});

	it.each<[Products, string, string, boolean]>([
		[{ unknown: 'not-read' }, 'light', 'product roles were not read: light', true],
		[{ unknown: 'absent' }, 'light', 'this account has no product roles to read: light', true],
		[{ unknown: 'unanswered' }, 'unknown', 'Zendesk did not tell the product roles: unknown', true],
		[NOTHING, 'light', 'without a product role that counts: light', false],
	])('%j: %s', (products, seat, evidence, lacks) => {
		const verdict = seatOf(agent(1), products);
		expect(verdict.seat).toBe(seat);
		expect(verdict.evidence).toContain(evidence);
		expect(isWithoutProducts(verdict.evidence)).toBe(lacks);
		expect(seatOf(agent(0), products).seat).toBe('paid');
	});
});

describe('the list of product roles', () => {
	it('has the active ones, in the order of Zendesk’s products', () => {
		const roles = activeRoles({
			chat: { name: 'Agent', is_active: true },
			explore: { name: 'studio', is_active: true },
			guide: { name: 'admin', is_active: true },
			talk: { name: 'lead', is_active: false },
			sell: { name: 'team_lead', is_active: true },
		});
		expect(productRoleList('Team lead', { roles })).toEqual([
			'Support - Team lead',
			'Guide - Admin',
			'Explore - Studio',
			'Chat - Agent',
			'Sell - Team Lead',
		]);
	});

	it('takes what is missing, null or without a name', () => {
		const roles = activeRoles({
			chat: null,
			explore: {},
			guide: { is_active: true },
			talk: { name: null, is_active: true },
		});
		expect(productRoleList('Agent', { roles })).toEqual([
			'Support - Agent',
			'Guide - Unknown Role',
			'Talk - Unknown Role',
		]);
		expect(productRoleList('Agent', { unknown: 'not-read' })).toEqual(['Support - Agent']);
	});
});

describe('the name of a Support role', () => {
	const roles = [{ id: 7, name: 'Team lead', role_type: 0 }];

	it.each<[Role & { custom_role_id: number | null }, string]>([
		[{ role: 'agent', role_type: 0, custom_role_id: 7 }, 'Team lead'],
		[{ role: 'agent', role_type: 0, custom_role_id: 8 }, 'Agent'],
		[{ role: 'admin', role_type: null, custom_role_id: null }, 'Admin'],
		[{ role: 'agent', role_type: 1, custom_role_id: null }, 'Light agent'],
		[{ role: 'agent', role_type: 3, custom_role_id: null }, 'Contributor'],
		[{ role: 'admin', role_type: 5, custom_role_id: null }, 'Billing admin'],
	])('%j is %s', (user, name) => {
		expect(roleNameOf(user, roles)).toBe(name);
	});

	it('is there without custom roles too', () => {
		expect(roleNameOf({ role: 'agent', role_type: null, custom_role_id: 7 }, undefined)).toBe(
			'Agent',
		);
	});
});
