/**
 * What nobody could confirm about Zephr (zephr-and-hr §5, and UNCONFIRMED elsewhere in its §1). The code under test
 * must hold with every setting; the defaults are what was seen in the most places, else the stricter behaviour.
 */
export interface ZephrSwitches {
	/** §1.2: the `type` codes beyond `CREATE_USER`: `UPDATE_USER`, or the trigger's own `user.update`. */
	eventTypes: 'capitals' | 'dotted';
	/** §1.2: where the details of events other than Create name the user: all of him, `user_id`, `userId`, `user.user_id`. */
	eventDetails: 'user' | 'id' | 'camel-id' | 'nested';
	/** §1.2: the details of a Delete still have the email address (only where details are the user). */
	deleteNamesEmail: boolean;
	/** §1.2: `subTenantId` is `tenant|site` by the samples of the API, not by those of webhooks. */
	subTenant: 'tenant|site' | 'site';
	/** §1.1: what a change of the email address fires. */
	emailChangeFires: 'update-email' | 'update-email-and-update';
	/** §1.1: what a grant fires that starts at once. */
	grantFires: 'grant' | 'grant-started' | 'both';
	/** §1.1: how often Zephr tries to deliver an event that nobody took ... */
	deliveryAttempts: number;
	/** ... and how long it waits in between. */
	deliveryRetrySeconds: number;

	/** §1.3: a nonce that was used before is refused. */
	nonceReuse: 'refused' | 'accepted';
	/** §1.3: how old or new a timestamp may be; `null` = any, as a virtual clock and the machine's differ by days. */
	clockSkewSeconds: number | null;

	/** §1.4: what `GET /v3/users?identifiers.email_address=` answers for one user ... */
	findUser: 'results' | 'object';
	/** ... and for none. */
	findNobody: 'empty' | 'not-found';
	/** §1.4: a user who is read has `registered`, `registration_tenant` and `tracking_id` too. */
	userShowsRegistration: boolean;
	/** §1.5: users without attributes. */
	noAttributes: 'omitted' | 'empty';
	/** §1.4: some tenants answer booleans as text. */
	booleansAsText: boolean;
	/** §1.4: how a user shows his foreign keys. */
	foreignKeys: 'omitted' | 'list' | 'map';

	/** §1.5: how the rows of an export are wrapped. */
	exportRows: 'results' | 'nested' | 'bare';
	/** §1.5: whether `user.user_id` is in the rows. */
	exportUserId: boolean;
	/** §1.5: whether the grants of a user's accounts are in the row. */
	exportAccountGrants: boolean;
	/** §1.5: whether a grant counts as a change of the user, for `since`. */
	grantUpdatesUser: boolean;
}

export const DEFAULT_ZEPHR_SWITCHES: ZephrSwitches = {
	eventTypes: 'capitals',
	eventDetails: 'id',
	deleteNamesEmail: false,
	subTenant: 'tenant|site',
	emailChangeFires: 'update-email',
	grantFires: 'grant',
	deliveryAttempts: 1,
	deliveryRetrySeconds: 60,
	nonceReuse: 'refused',
	clockSkewSeconds: null,
	findUser: 'results',
	findNobody: 'empty',
	userShowsRegistration: false,
	noAttributes: 'omitted',
	booleansAsText: false,
	foreignKeys: 'omitted',
	exportRows: 'results',
	exportUserId: true,
	exportAccountGrants: false,
	grantUpdatesUser: false,
};
