import type { ZendeskUser } from '../api/records';
import { createUser } from '../api/users';
import { attempt, type Client } from '../http/client';
import type { ZendeskError } from '../http/errors';
import { dryRun, type Verdict, verdictOfError } from '../verdict';
import { findUsers } from './find';
import { changedFields, type UserFields } from './payload';
import type { UserRef } from './reference';
import { nameOf, simplifyUser } from './view';

/** The references by which a user who is to be created can be found again. */
function refsOf(fields: UserFields): UserRef[] {
	const refs: UserRef[] = [];
	if (typeof fields.external_id === 'string' && fields.external_id !== '') {
		refs.push({ by: 'externalId', value: fields.external_id });
	}
	if (typeof fields.email === 'string' && fields.email !== '') {
		refs.push({ by: 'email', value: fields.email });
	}
	return refs;
}

async function existing(client: Client, fields: UserFields): Promise<ZendeskUser | undefined> {
	const matches = await findUsers(client, refsOf(fields));
	return matches.flat()[0];
}

function isDuplicate(error: ZendeskError): boolean {
	return (
		error.fields.some(({ code }) => code === 'DuplicateValue') ||
		/already (being used|been taken)/i.test(error.message)
	);
}

/** Who is there already: the same user is what was wanted, another one is in the way. */
function verdictOfExisting(user: ZendeskUser, fields: UserFields): Verdict {
	const different = Object.keys(changedFields(fields, user));
	if (different.length === 0) return { outcome: 'unchanged', data: simplifyUser(user) };
	return {
		outcome: 'failed',
		reason: 'exists',
		message: `${nameOf(user)} exists already and differs in: ${different.join(', ')}`,
		advice: "Use the operation 'Update' for users who exist",
		data: simplifyUser(user),
	};
}

/**
 * Creates one user. Zendesk refuses a second user with the same e-mail or external id, so the order may be repeated when
 * its answer was lost, as long as the row has one of the two.
 */
export async function createOne(
	client: Client,
	fields: UserFields,
	isDryRun: boolean,
): Promise<Verdict> {
	const findable = refsOf(fields).length > 0;
	if (isDryRun) {
		const user = await existing(client, fields);
		return user ? verdictOfExisting(user, fields) : dryRun('created', fields);
	}
	const created = await attempt(
		createUser(client, fields, async () =>
			findable ? ((await existing(client, fields)) ?? 'not-done') : undefined,
		),
	);
	if (created.ok) {
		// A lost answer that was looked up counts as created: it was this run that did it.
		return { outcome: 'created', data: simplifyUser(created.value) };
	}
	if (!isDuplicate(created.error) || !findable) return verdictOfError(created.error);
	const user = await attempt(existing(client, fields));
	if (user.ok && user.value) return verdictOfExisting(user.value, fields);
	return {
		...verdictOfError(created.error),
		reason: 'exists',
		advice: "Use the operation 'Update' for users who exist",
	};
}
