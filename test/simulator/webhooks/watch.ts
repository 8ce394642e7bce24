import type { GroupMembership, Identity, OrganizationMembership, User } from '../store/records';
import type { World } from '../world';
import { listens } from './envelope';
import { Journal } from './journal';
import { groupEvents, identityEvents, mergers, organizationEvents } from './link-events';
import { newcomers, userEvents, type Happening } from './user-events';

/**
 * Sees what happens to users, whoever does it, as long as a webhook listens. What one request, one item of a
 * job or a test does in one go is one change: its events tell the outcome, not the steps.
 */
export class UserWatch {
	private readonly users: Journal<User>;
	private readonly identities: Journal<Identity>;
	private readonly groupMemberships: Journal<GroupMembership>;
	private readonly organizationMemberships: Journal<OrganizationMembership>;
	/** When the change began that is going on; `undefined` = none is. */
	private began: number | undefined;

	constructor(
		private readonly world: World,
		private readonly tell: (happening: Happening, time: number) => void,
	) {
		const { store } = world;
		const isOn = () => this.isOn();
		this.users = new Journal(store.users, isOn);
		this.identities = new Journal(store.identities, isOn);
		this.groupMemberships = new Journal(store.groupMemberships, isOn);
		this.organizationMemberships = new Journal(store.organizationMemberships, isOn);
	}

	/** Whether any webhook listens. */
	get listening(): boolean {
		for (const webhook of this.world.store.webhooks.values()) if (listens(webhook)) return true;
		return false;
	}

	/** The change that was going on is over: tells its events. */
	commit(): void {
		if (this.began === undefined) return;
		const time = this.began;
		this.began = undefined;
		const users = this.users.take();
		const identities = this.identities.take();
		const happenings = [
			...newcomers(users),
			...identityEvents(identities),
			...groupEvents(this.groupMemberships.take()),
			...organizationEvents(this.organizationMemberships.take()),
			...userEvents(this.world, users),
			...mergers(identities),
		];
		for (const happening of happenings) this.tell(happening, time);
	}

	private isOn(): boolean {
		if (!this.listening) return false;
		if (this.began === undefined) {
			this.began = this.world.present;
			// Requests, jobs and tests make each change at one go, nothing awaited in between.
			void Promise.resolve().then(() => this.commit());
		}
		return true;
	}
}
