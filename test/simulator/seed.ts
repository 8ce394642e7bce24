import type { CompanyOptions } from './options';
import { addGroupRecord, founder, seedAccount, type SeededAccount } from './seed/account';
import { GROUP_NAMES } from './seed/names';
import { seedCustomers, seedOrganizations, seedStaff } from './seed/people';
import { seedTickets } from './seed/tickets';
import type { World } from './world';

export { seedAccount };

/** Less would leave out a role that must occur. */
const FEWEST_STAFF = 8;

/**
 * A company with staff of every role and seat, customers, organizations and tickets in every status. The
 * same options give the same company. The client acts as an admin who is not the owner.
 */
export function seedCompany(world: World, company: CompanyOptions): SeededAccount {
	const account = seedAccount(world);
	const act = founder(world);
	for (let index = 1; index < company.groups; index++) {
		addGroupRecord(act, GROUP_NAMES[index] ?? `Team ${index + 1}`, false);
	}
	const groups = [...world.store.groups.all()];
	const admin = seedStaff(world, Math.max(company.staff, FEWEST_STAFF), groups);
	const organizations = seedOrganizations(world, company.organizations);
	seedCustomers(world, company.customers, organizations);
	seedTickets(world, company.tickets, groups);
	for (const client of world.store.oauthClients.all()) {
		world.store.oauthClients.update(client, { user_id: admin.id });
	}
	world.store.browserUserId = admin.id;
	world.store.mails.length = 0;
	return { ...account, adminId: admin.id, email: admin.email ?? account.email };
}
