import { itWithstands } from './matrix';
import { activityTrigger } from './scenarios/activityTrigger';
import { usersTrigger } from './scenarios/usersTrigger';

itWithstands([...activityTrigger, ...usersTrigger]);
