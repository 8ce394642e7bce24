import { toSecond } from '../core/time';
import { Issues, recordNotFound } from '../http/errors';
import { isObject, toId, type Input } from '../http/query';
import type { Organization, User } from '../store/records';
import type { Act } from '../world';
import { joinOrganization, removeOrganizationMembership } from './organizations';
import { cleanTags } from './user-fields';

const textOrNull = (value: unknown) => (typeof value === 'string' ? value : null);

/** The fields that a write names, and how each is read. */
const READ: { [Field in keyof Organization]?: (value: unknown) => Organization[Field] } = {
	name: (value) => (typeof value === 'string' ? value.trim() : ''),
	external_id: textOrNull,
	// A write overwrites all of them.
	domain_names: (value) => (Array.isArray(value) ? value.map(String) : []),
	group_id: (value) => (value === null ? null : toId(value)),
	shared_tickets: (value) => value === true,
	shared_comments: (value) => value === true,
	details: textOrNull,
	notes: textOrNull,
	tags: (value) => cleanTags(value) ?? [],
	organization_fields: (value) => (isObject(value) ? value : {}),
};

function fieldsOf(input: Input): Partial<Organization> {
	const given = Object.entries(READ).filter(([field]) => input[field] !== undefined);
	return Object.fromEntries(given.map(([field, read]) => [field, read(input[field])]));
}

/** Names are unique whatever their case, external ids too. */
function check(act: Act, fields: Partial<Organization>, self?: Organization): void {
	const { organizations } = act.world.store;
	const issues = new Issues();
	const { name, external_id: externalId } = fields;
	if (name === '') issues.add('name', 'Name: cannot be blank', 'BlankValue');
	const namesake = name && organizations.first('name', name.toLowerCase());
	if (namesake && namesake.id !== self?.id) {
		issues.add('name', `Name: ${name} has already been taken`, 'DuplicateValue');
	}
	const twin = externalId && findByExternalId(act, externalId);
	if (twin && twin.id !== self?.id) {
		issues.add('external_id', 'External has already been taken', 'DuplicateValue');
	}
	issues.raise();
}

export function findByExternalId(act: Act, externalId: string): Organization | undefined {
	const wanted = externalId.toLowerCase();
	return act.world.store.organizations
		.all()
		.find(({ external_id }) => external_id?.toLowerCase() === wanted);
}

/** An organization of which nothing is said but its name. */
export function blankOrganization(at: number): Omit<Organization, 'id' | 'name'> {
	return {
		external_id: null,
		domain_names: [],
		group_id: null,
		shared_tickets: false,
		shared_comments: false,
		details: null,
		notes: null,
		tags: [],
		organization_fields: {},
		created_at: at,
		updated_at: at,
	};
}

export function createOrganization(act: Act, input: Input): Organization {
	const { store } = act.world;
	const fields = { name: '', ...fieldsOf(input) };
	check(act, fields);
	const at = toSecond(act.now);
	return store.organizations.insert({
		...blankOrganization(at),
		...fields,
		id: store.ids.next('organization'),
	});
}

export function updateOrganization(act: Act, organization: Organization, input: Input) {
	const fields = fieldsOf(input);
	check(act, fields, organization);
	const merged = { ...organization.organization_fields, ...fields.organization_fields };
	return act.world.store.organizations.update(organization, {
		...fields,
		organization_fields: merged,
		updated_at: toSecond(act.now),
	});
}

/** Its members stay, in their other organizations or in none. */
export function destroyOrganization(act: Act, organization: Organization): void {
	const { store } = act.world;
	for (const one of store.organizationMemberships.sortedBy('organization', organization.id)) {
		removeOrganizationMembership(act, one);
	}
	store.organizations.remove(organization);
}

/** By id, else by external id; the name is no key (create_or_update). */
export function matchOrganization(act: Act, input: Input): Organization | undefined {
	const { id, external_id: externalId } = input;
	if (id !== undefined) {
		const found = act.world.store.organizations.get(toId(id));
		if (!found) throw recordNotFound();
		return found;
	}
	return typeof externalId === 'string' ? findByExternalId(act, externalId) : undefined;
}

/**
 * A new user whose address is of an organization's domain joins it; of several the first by name.
 *
 * @see https://support.zendesk.com/hc/en-us/articles/4408882246298
 */
export function joinByDomain(act: Act, user: User): void {
	const domain = user.email?.split('@').at(-1)?.toLowerCase();
	if (!domain) return;
	const [first] = act.world.store.organizations
		.all()
		.filter(({ domain_names: names }) => names.some((name) => name.toLowerCase() === domain))
		.sort((a, b) => a.name.localeCompare(b.name));
	if (first) joinOrganization(act, user, first);
}
