import { users } from './random/users';
import { itWithstandsStorms } from './random/runs';

itWithstandsStorms(users.map(({ name }) => name));
