import type { ZendeskUser } from '../api/records';

export { isStaff, nameOf } from '../roles/person';

/** The fields that most workflows go on with. Written out, because a hundred thousand users pass through here. */
export function simplifyUser(user: ZendeskUser): Record<string, unknown> {
	return {
		id: user.id,
		name: user.name ?? null,
		email: user.email ?? null,
		role: user.role ?? null,
		role_type: user.role_type ?? null,
		suspended: user.suspended ?? null,
		external_id: user.external_id ?? null,
		organization_id: user.organization_id ?? null,
		last_login_at: user.last_login_at ?? null,
		created_at: user.created_at ?? null,
	};
}

/**
 * What is known of a user whom a job has written: jobs answer with an id and little else. What isn't known is left out.
 *
 * @param isNew was created just now, so that what the order does not say is as Zendesk has it for everybody
 */
export function writtenUser(
	id: number | undefined,
	fields: Record<string, unknown>,
	isNew: boolean,
): Record<string, unknown> {
	// With a custom role, the role comes with that.
	const role = fields.custom_role_id ? {} : { role: 'end-user' };
	const known = { ...(isNew ? { ...role, suspended: false } : {}), ...fields, id };
	const all = simplifyUser(known as unknown as ZendeskUser);
	const isOpen = (key: string) => !(key in known) && (!isNew || key === 'role');
	return Object.fromEntries(Object.entries(all).filter(([key]) => !isOpen(key)));
}
