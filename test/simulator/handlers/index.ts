import type { Route } from '../http/route';
import { articleRoutes } from './articles';
import { auditLogRoutes } from './audit-logs';
import { brandRoutes } from './brands';
import { customRoleRoutes } from './custom-roles';
import { deletedTicketRoutes } from './deleted-tickets';
import { deletedUserRoutes } from './deleted-users';
import { entitlementRoutes } from './entitlements';
import { groupMembershipRoutes } from './group-memberships';
import { groupRoutes } from './groups';
import { identityRoutes } from './identities';
import { incrementalRoutes } from './incremental';
import { jobRoutes } from './jobs';
import { oauthRoutes } from './oauth';
import { oauthTokenRoutes } from './oauth-tokens';
import { organizationJobRoutes } from './organization-jobs';
import { organizationMembershipRoutes } from './organization-memberships';
import { organizationRoutes } from './organizations';
import { ruleRoutes } from './rules';
import { searchRoutes } from './search';
import { sessionRoutes } from './sessions';
import { ticketRoutes } from './tickets';
import { userFieldRoutes } from './user-fields';
import { userJobRoutes } from './user-jobs';
import { userTicketRoutes } from './user-tickets';
import { userWriteRoutes } from './user-writes';
import { userRoutes } from './users';
import { webhookRoutes } from './webhooks';

/** Where a path could mean two routes (`/users/search`, `/users/:id`), the first one wins. */
export const ROUTES: Route[] = [
	userJobRoutes,
	userRoutes,
	userWriteRoutes,
	entitlementRoutes,
	identityRoutes,
	userFieldRoutes,
	deletedUserRoutes,
	sessionRoutes,
	jobRoutes,
	groupMembershipRoutes,
	groupRoutes,
	organizationJobRoutes,
	organizationMembershipRoutes,
	organizationRoutes,
	customRoleRoutes,
	brandRoutes,
	ticketRoutes,
	userTicketRoutes,
	ruleRoutes,
	searchRoutes,
	incrementalRoutes,
	auditLogRoutes,
	deletedTicketRoutes,
	articleRoutes,
	oauthRoutes,
	oauthTokenRoutes,
	webhookRoutes,
].flat();
