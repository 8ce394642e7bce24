import { itWithstands } from './matrix';
import { usersRemoving } from './scenarios/usersRemoving';

itWithstands(usersRemoving);
