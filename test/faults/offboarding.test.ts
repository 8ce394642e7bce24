import { itWithstands } from './matrix';
import { offboarding } from './scenarios/offboarding';

itWithstands(offboarding);
