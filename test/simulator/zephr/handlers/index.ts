import type { ZephrRoute } from '../route';
import { accountRoutes } from './accounts';
import { grantRoutes } from './grants';
import { exportRoutes } from './user-export';
import { userRoutes } from './users';
import { webhookRoutes } from './webhooks';

export const ZEPHR_ROUTES: ZephrRoute[] = [
	userRoutes,
	grantRoutes,
	exportRoutes,
	accountRoutes,
	webhookRoutes,
].flat();
