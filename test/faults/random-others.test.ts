import { NAMES } from './random/cases';
import { itWithstandsStorms } from './random/runs';
import { users } from './random/users';

itWithstandsStorms(NAMES.filter((name) => !users.some((work) => work.name === name)));
