import { addDeletedCustomer } from '../simulator';
import { onAccount, timed } from './account';
import { atLeast, exactly, type Figure } from './figure';

const USERS = 2_000;
/** Zendesk's pace: 700 in ten minutes. */
const PER_MINUTE = 70;

/** Deletes thousands of users for good. */
export async function measurePurge(say: (line: string) => void): Promise<Figure[]> {
	say(`deleting ${USERS} users permanently`);
	return await onAccount({}, async (stage) => {
		const { sim } = stage;
		const users = Array.from({ length: USERS }, () => addDeletedCustomer(sim));
		const { log, seconds } = await timed(stage, () =>
			stage.run({
				items: users.map(({ id }) => ({ id })),
				parameters: {
					resource: 'deletedUser',
					operation: 'deletePermanently',
					deletedUser: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
					options: { maxChanges: USERS },
				},
			}),
		);
		const left = users.filter(({ id }) => sim.store.users.get(id)?.purged_at === null).length;
		const tooMany = log.filter(({ status }) => status === 429).length;
		const pace = (USERS / (seconds / 60) / PER_MINUTE) * 100;
		const title = `purge of ${USERS.toLocaleString('en')} users`;
		return [
			exactly(`${title}: users left`, left, 0),
			atLeast(`${title}: pace against ${PER_MINUTE} a minute (virtual clock)`, pace, 95, ' %'),
			exactly(`${title}: 429s`, tooMany, 0),
		];
	});
}
