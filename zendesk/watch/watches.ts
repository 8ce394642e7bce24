import { activeToday } from './activeToday';
import { becameInactive } from './becameInactive';
import { signIns } from './signIns';
import { userChanges } from './userChanges';
import type { Watch } from './watch';

/** What can be watched, by the name that the trigger's form uses. */
export const WATCHES: Record<string, Watch> = {
	activeToday: activeToday as Watch,
	becameInactive: becameInactive as Watch,
	signedIn: signIns as Watch,
	userChanged: userChanges as Watch,
};
