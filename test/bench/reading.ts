import { addCustomer } from '../simulator';
import { onAccount, timed } from './account';
import { builtIn, loadBuiltInNode, signedIn } from './builtIn';
import { exactly, type Figure, told } from './figure';

const USERS = 25_000;

const FORM = { resource: 'user', operation: 'getAll', returnAll: true };

/** Reads an account that is bigger than what offset pages can show. */
export async function measureReading(say: (line: string) => void): Promise<Figure[]> {
	await loadBuiltInNode(say);
	say(`reading ${USERS} users, ours and the built-in node`);
	return await onAccount({}, async (stage) => {
		const { sim } = stage;
		while (sim.store.users.size < USERS) addCustomer(sim);
		const ours = await timed(stage, () => stage.run({ parameters: FORM }));
		const ids = new Set(ours.result.items.map(({ id }) => id));
		const theirs = await timed(stage, () => stage.run(builtIn(signedIn(sim), FORM)));
		const { items, error } = theirs.result;
		const ended = error ? `${items.length} rows, then: ${error.message}` : `${items.length} rows`;
		const requests = `${theirs.log.length} requests`;
		return [
			exactly(`reading ${USERS.toLocaleString('en')} users: ours, different rows`, ids.size, USERS),
			exactly('… and rows in all', ours.result.items.length, USERS),
			told('… with the built-in node', `${ended} (after ${requests})`),
		];
	});
}
