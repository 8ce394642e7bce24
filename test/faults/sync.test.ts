import { itWithstands } from './matrix';
import { sync } from './scenarios/sync';

itWithstands(sync);
