import { parseArgs } from 'node:util';
import { stateOf, tellLeaverStory, type LeaverStory } from '../test/stories/leaver';
import { setUpHandsOn } from './handsOn';
import {
	APPROVER,
	approvalUrl,
	approve,
	ask,
	ASKER,
	requestFor,
	setUpOffboarding,
} from './offboarding';
import { type Playground, startPlayground } from './playground';
import { OWNER } from './rest';

const say = (line: string) => console.log(`▸ ${line}`);

/** What must be true of the simulated Zendesk afterwards, in the words of the table that is shown. */
function check({ sim }: Playground, story: LeaverStory, paidBefore: number) {
	const { leaver, successor, tickets, closed, bystanders } = story;
	const now = (list: Array<{ id: number }>) => list.map(({ id }) => sim.store.tickets.get(id)!);
	const before = bystanders.tickets.map(({ id }) => id);
	const count = (list: unknown[], all: unknown[]) => `${list.length} of ${all.length}`;
	const assigned = now(tickets.assigned).filter(({ assignee_id: id }) => id === successor.id);
	const requested = now(tickets.requested).filter(({ requester_id: id }) => id === successor.id);
	const followed = now(tickets.followed).filter(({ follower_ids: ids }) =>
		ids.includes(successor.id),
	);
	const ccd = now(tickets.ccd).filter(({ email_cc_ids: ids }) => ids.includes(successor.id));
	const user = sim.store.users.get(leaver.id)!;
	const noGroup = stateOf(sim).tickets.filter(({ group }) => group === null);
	const rows: Array<[what: string, is: string, right: boolean]> = [
		[
			'assigned tickets with the successor',
			count(assigned, tickets.assigned),
			assigned.length === 30,
		],
		[
			'requested tickets with the successor',
			count(requested, tickets.requested),
			requested.length === 12,
		],
		[
			'followed tickets with the successor',
			count(followed, tickets.followed),
			followed.length === 5,
		],
		['CCed tickets with the successor', count(ccd, tickets.ccd), ccd.length === 4],
		[
			'closed tickets left as they are',
			String(closed.length),
			now(closed).every(({ assignee_id: id }) => id === leaver.id),
		],
		['tickets without a group', String(noGroup.length), noGroup.length === 0],
		[
			'tickets that Zendesk moved by itself',
			String(sim.store.handovers.length),
			sim.store.handovers.length === 0,
		],
		[
			'other tickets touched',
			'0',
			now(bystanders.tickets).every(({ tags }, i) => tags.length === 0 && before[i] > 0),
		],
		[
			'sessions left',
			String([...sim.store.sessions.by('user', leaver.id)].length),
			[...sim.store.sessions.by('user', leaver.id)].length === 0,
		],
		[
			'OAuth tokens left',
			String([...sim.store.oauthTokens.by('user', leaver.id)].length),
			[...sim.store.oauthTokens.by('user', leaver.id)].length === 0,
		],
		[
			'paid seats',
			`${paidBefore} → ${sim.store.seats().paid}`,
			sim.store.seats().paid === paidBefore - 1,
		],
		[
			'the account',
			user.purged_at === null ? 'still there' : 'deleted permanently',
			user.purged_at !== null,
		],
	];
	return rows;
}

async function runOnce(playground: Playground): Promise<boolean> {
	const { sim, mailbox } = playground;
	const story = tellLeaverStory(sim);
	sim.search.refresh();
	const paid = sim.store.seats().paid;
	say('setting up owner, credentials and the template "agent-offboarding"');
	const { id, formUrl } = await setUpOffboarding(playground);
	say(`${ASKER.email} asks in the form to off-board ${story.leaver.name}`);
	await ask(formUrl, requestFor(story));
	const url = await approvalUrl(playground, id, /Please approve/);
	say(`${APPROVER.email} gets the dry run by mail, signs in and approves`);
	await approve(url, 'Approve');
	const proof = await mailbox.mail(/^(Done|FAILED)/);
	say(`the proof arrives by mail: "${proof.subject}", ${proof.attachments[0]?.filename}`);

	const rows = check(playground, story, paid);
	console.log('');
	for (const [what, is, right] of rows)
		console.log(`  ${right ? '✓' : '✗'} ${what.padEnd(40)} ${is}`);
	console.log('');
	return rows.every(([, , right]) => right);
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
	const playground = await startPlayground({ say });
	let right = false;
	try {
		right = await runOnce(playground);
		if (!values.once && right) {
			const { n8n } = playground;
			const tryIt = await setUpHandsOn(playground);
			console.log(`  Try it:      ${tryIt}  (${OWNER.email} / ${OWNER.password})`);
			console.log(
				`  The form:    ${n8n.url}/form/offboard-an-agent  (${ASKER.user} / ${ASKER.password})`,
			);
			console.log('  Ctrl+C ends n8n and the simulated Zendesk.');
			await new Promise<void>((resolve) => {
				process.once('SIGINT', resolve);
				process.once('SIGTERM', resolve);
			});
		}
	} finally {
		await playground.stop();
	}
	if (!right) throw new Error('the final state of the simulated Zendesk is not right');
}

main().catch((error: unknown) => {
	console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
	process.exitCode = 1;
});
