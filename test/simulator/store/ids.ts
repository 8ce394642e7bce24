/**
 * Ids are 12 digits for everything that is new and small for tickets, as on a real account; every kind
 * has a range of its own, so that a mixed-up id finds nothing.
 */
const FIRST = {
	ticket: 1,
	brand: 340_000_000_101,
	group: 360_000_000_101,
	organization: 370_000_000_101,
	user: 390_000_000_101,
	customRole: 410_000_000_101,
	identity: 420_000_000_101,
	groupMembership: 430_000_000_101,
	organizationMembership: 440_000_000_101,
	comment: 450_000_000_101,
	audit: 460_000_000_101,
	event: 470_000_000_101,
	session: 480_000_000_101,
	apiToken: 490_000_000_101,
	oauthClient: 500_000_000_101,
	oauthToken: 510_000_000_101,
	auditLog: 520_000_000_101,
	article: 530_000_000_101,
	view: 540_000_000_101,
	macro: 550_000_000_101,
	trigger: 560_000_000_101,
	automation: 570_000_000_101,
} as const;

export type Kind = keyof typeof FIRST;

export class Ids {
	private readonly following = new Map<Kind, number>();

	next(kind: Kind): number {
		const id = this.following.get(kind) ?? FIRST[kind];
		this.following.set(kind, id + 1);
		return id;
	}
}
