import { isErased, listDeletedUsers } from '../api/deletedUsers';
import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import { showMany } from '../api/users';
import type { Client } from '../http/client';
import type { UserRef } from '../users/reference';
import { matchesMarker, readMarker } from './marker';

/** Zendesk erases deleted users by itself after 30 days. */
export const SOFT_DELETED_MS = 30 * 24 * 3600_000;

/** Who has been deleted in the last 30 days. */
interface LatelyDeleted {
	softDeleted: ZendeskUser[];
	/** The emails that Zendesk's list of deleted users still shows, by ID; not every account shows any. */
	emails: ReadonlyMap<number, string>;
	/** Whether somebody was deleted permanently; Zendesk doesn't say who that was. */
	someoneErased: boolean;
}

/**
 * People who were: a deletion frees their addresses and external ID, so that these may name somebody else today. Read
 * once a run, when the first row needs it.
 */
export class FormerUsers {
	private lately?: Promise<LatelyDeleted>;

	constructor(private readonly client: Client) {}

	/** Soft-deleted users who bore this email or external ID when they were off-boarded, by the marker in their notes. */
	async findMarked(ref: UserRef): Promise<ZendeskUser[]> {
		const { softDeleted } = await this.read();
		return softDeleted.filter((user) => {
			const marker = readMarker(user);
			return marker !== undefined && matchesMarker(marker, ref);
		});
	}

	/** As {@link findMarked}, and also those whose email Zendesk still shows among the deleted users. */
	async findBearers(ref: UserRef): Promise<ZendeskUser[]> {
		const { softDeleted, emails } = await this.read();
		const marked = await this.findMarked(ref);
		const listed = softDeleted.filter(
			({ id }) => ref.by === 'email' && sameText(ref.value, emails.get(id) ?? null),
		);
		return [...new Set([...marked, ...listed])];
	}

	/**
	 * Whether an earlier bearer may be gone without a marker that shows it: erased, or deleted in an account where notes
	 * don't survive a deletion, which no source confirms or denies. One who still has notes proves it for all.
	 *
	 * @param whenErased whether somebody who was deleted permanently counts
	 */
	async mayHideFormer({ whenErased }: { whenErased: boolean }): Promise<boolean> {
		const { softDeleted, someoneErased } = await this.read();
		const areNotesLost = softDeleted.length > 0 && softDeleted.every(({ notes }) => !notes);
		return (whenErased && someoneErased) || areNotesLost;
	}

	private async read(): Promise<LatelyDeleted> {
		this.lately ??= readLatelyDeleted(this.client);
		return await this.lately;
	}
}

async function readLatelyDeleted(client: Client): Promise<LatelyDeleted> {
	const oldest = client.clock.now() - SOFT_DELETED_MS;
	const ids: number[] = [];
	const emails = new Map<number, string>();
	let someoneErased = false;
	for await (const { records } of listDeletedUsers(client)) {
		for (const user of records) {
			if (Date.parse(user.updated_at) < oldest) continue;
			if (isErased(user)) someoneErased = true;
			else ids.push(user.id);
			if (user.email) emails.set(user.id, user.email);
		}
	}
	const users = await showMany(client, 'ids', ids, { deleted: true });
	return { softDeleted: users.filter(({ active }) => !active), emails, someoneErased };
}
