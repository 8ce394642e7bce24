import { isAddress, listIdentities } from '../api/identities';
import type { Identity, ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import { showMany } from '../api/users';
import type { Client } from '../http/client';
import { inParallel } from '../http/parallel';

/** By which Zendesk finds a user whom an import may change. */
export interface UserKeys {
	email?: string;
	externalId?: string;
}

interface Bearer {
	user: ZendeskUser;
	identities: Identity[];
}

/**
 * Who among the protected users would be found by an email or external ID. Imports go to Zendesk by their keys alone, and
 * any address of a user counts there, not only the primary one.
 */
export class ProtectedKeys {
	private bearers?: Promise<Bearer[]>;

	constructor(
		private readonly client: Client,
		private readonly ids: number[],
	) {}

	async find({ email, externalId }: UserKeys): Promise<ZendeskUser | undefined> {
		if (this.ids.length === 0) return undefined;
		this.bearers ??= this.read();
		const bearer = (await this.bearers).find(
			({ user, identities }) =>
				(externalId !== undefined && sameText(externalId, user.external_id)) ||
				(email !== undefined &&
					(sameText(email, user.email) ||
						identities.some((identity) => isAddress(identity, email)))),
		);
		return bearer?.user;
	}

	private async read(): Promise<Bearer[]> {
		const users = await showMany(this.client, 'ids', this.ids);
		return await inParallel(users, async (user) => ({
			user,
			identities: await listIdentities(this.client, user.id),
		}));
	}
}
