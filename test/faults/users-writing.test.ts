import { itWithstands } from './matrix';
import { usersWriting } from './scenarios/usersWriting';

itWithstands(usersWriting);
