import { wasPurged } from '../api/deletedUsers';
import { isAddress, readManyIdentities } from '../api/identities';
import type { Identity, ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import type { Client } from '../http/client';
import { ZendeskError } from '../http/errors';
import { inParallel } from '../http/parallel';
import { nameOf } from '../roles/person';
import { seeUsers } from '../api/see';

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

	/** Two requests a hundred users; whom a list leaves out, or whose addresses, is asked for alone. */
	private async read(): Promise<Bearer[]> {
		const users = await seeUsers(this.client, this.ids);
		const active = this.ids.filter((id) => users.get(id)?.active);
		const identities = await readManyIdentities(this.client, active);
		const bearers = await inParallel(this.ids, async (id) => {
			const user = users.get(id);
			if (user !== undefined) return readBearer(user, identities.get(id) ?? []);
			// Whoever was deleted permanently has no key left.
			return (await wasPurged(this.client, id)) ? [] : unseen(`the user with the ID ${id}`);
		});
		return bearers.flat();
	}
}

/** @throws {ZendeskError} when Zendesk does not show the address that is certainly among them */
function readBearer(user: ZendeskUser, identities: Identity[]): Bearer[] {
	const { active, email } = user;
	const isShown = !active || !email || identities.some((one) => isAddress(one, email));
	return isShown ? [{ user, identities }] : unseen(`the addresses of ${nameOf(user)}`);
}

function unseen(what: string): never {
	throw new ZendeskError({
		kind: 'unavailable',
		message: `Zendesk doesn't show ${what}, whom 'Protected Users' names, so nothing was changed`,
		advice: 'Run it again in a few minutes',
	});
}
