import type { Run } from '../run';
import { ROLE_TYPE } from '../run';
import { brief, fact, finding, isUnknownEndpoint, noPlan, notTried } from './fact';

const PRODUCTS = ['chat', 'explore', 'guide', 'talk'];
/** One call each: a few are enough. */
const MOST_STAFF = 20;

type Entitlements = Record<string, { name: string } | null>;

const entitlementsOf = async (run: Run, userId: number) =>
	await run.get(`users/${userId}/entitlements/full`);

/** Product roles of the staff. @throws where the account does not tell them */
async function staffEntitlements(run: Run): Promise<Entitlements[]> {
	return await run.once('entitlements', async () => {
		const own = await entitlementsOf(run, (await run.me()).id);
		if (own.status !== 200) throw noPlan(`no product roles: ${brief(own)}`);
		const people = (await run.staff()).slice(0, MOST_STAFF);
		const answers = [own];
		for (const { id } of people) answers.push(await entitlementsOf(run, id));
		return answers
			.filter(({ status }) => status === 200)
			.map(({ json }) => json.entitlements as Entitlements);
	});
}

export const productFacts = [
	fact({
		id: '13.10',
		switch: 'entitlementsForEndUser',
		question: 'GET /users/{id}/entitlements/full of an end user',
		makes: '1 user',
		async try(run) {
			await staffEntitlements(run);
			const answer = await entitlementsOf(run, (await run.newUser()).id);
			if (answer.status === 404) return { value: '404', saw: brief(answer) };
			const roles = answer.json.entitlements as Entitlements | undefined;
			const isEmpty = roles !== undefined && Object.values(roles).every((role) => role === null);
			return isEmpty
				? { value: 'empty', saw: `${answer.status} ${JSON.stringify(roles)}` }
				: { unlike: brief(answer) };
		},
	}),
	fact({
		id: '5.4',
		switch: 'missingProductRoles',
		question: 'products without a role in entitlements/full of the staff',
		makes: 'nothing',
		async try(run) {
			const all = await staffEntitlements(run);
			const count = (is: (roles: Entitlements) => boolean) => all.filter(is).length;
			const withNull = count((roles) => PRODUCTS.some((product) => roles[product] === null));
			const without = count((roles) => PRODUCTS.some((product) => !(product in roles)));
			const saw = `of ${all.length} answers ${withNull} with null, ${without} with a key left out`;
			if (withNull > 0) return { value: 'null', saw };
			if (without > 0) return { value: 'absent', saw };
			throw notTried('everybody here has a role in each product');
		},
	}),
	finding({
		id: '13.10',
		question: 'names of product roles that the staff have',
		makes: 'nothing',
		async try(run) {
			const names = new Set<string>();
			for (const roles of await staffEntitlements(run)) {
				for (const [product, role] of Object.entries(roles)) {
					if (role) names.add(`${product} ${role.name}`);
				}
			}
			const value = [...names].sort().join(', ') || 'none';
			return { value, saw: value };
		},
	}),
	finding({
		id: '13.11',
		question: 'GET /users/{id}/suspension of somebody who is not suspended',
		makes: '1 user',
		async try(run) {
			const answer = await run.get(`users/${(await run.newUser()).id}/suspension`);
			if (isUnknownEndpoint(answer)) throw noPlan('no such endpoint');
			const value = `${answer.status} ${answer.text.slice(0, 300)}`;
			return { value, saw: value };
		},
	}),
	fact({
		id: '5.3',
		switch: 'customRolesWithoutPlan',
		question: 'GET /custom_roles without custom roles',
		makes: 'nothing',
		async try(run) {
			const answer = await run.get('custom_roles');
			if (answer.status === 403) return { value: '403', saw: brief(answer) };
			if (answer.status === 404) return { value: '404', saw: brief(answer) };
			if (answer.status !== 200) return { unlike: brief(answer) };
			const roles = answer.json.custom_roles as Array<{ name: string; role_type: number }>;
			if (roles.some(({ role_type: type }) => type === ROLE_TYPE.custom)) {
				throw notTried('this account has custom roles');
			}
			const saw = `200, ${roles.map(({ name }) => name).join(', ') || 'no role'}`;
			return { value: 'system-only', saw };
		},
	}),
];
