import { itWithstands } from './matrix';
import { usersRoles } from './scenarios/usersRoles';

itWithstands(usersRoles);
