import type { Fault as SimulatedFault } from '../../simulator';
import type { Fault, Play, Ran, Subject } from '../types';
import { atEachRoute, always, wordsOf } from '../ways';

/** What not every plan has, or not every admin may see. */
export const isGated = (route: string) =>
	/\/(custom_roles|audit_logs|help_center|entitlements|sessions|oauth\/tokens)\b(?!\/:id)/.test(
		route,
	);

const CLOSED: Array<Extract<SimulatedFault, { kind: 'respond' }>> = [
	{
		kind: 'respond',
		status: 403,
		body: { error: { title: 'Forbidden', message: 'You do not have access to this page.' } },
	},
	{
		kind: 'respond',
		status: 404,
		body: { error: 'InvalidEndpoint', description: 'Not found' },
	},
];

/** These are no matter of the plan, and must not pass for one. */
const TROUBLES: Array<Extract<SimulatedFault, { kind: 'respond' }>> = [
	{ kind: 'respond', status: 401, body: { error: "Couldn't authenticate you" } },
	{ kind: 'respond', status: 429, headers: { 'retry-after': '3600' }, body: 'Too many' },
	{ kind: 'respond', status: 503, body: '<h1>Maintenance</h1>' },
];

const isBad = ({ error, verdicts }: Ran) =>
	error !== undefined || verdicts.some((verdict) => /\b(failed|unknown)\b/.test(verdict));

/** A poll has nobody to say it to: its items name their source, and what is closed to the plan doesn't happen there. */
const isPoll = ({ scenario: { name } }: Subject) => name.startsWith('Zendesk Activity Trigger: ');

const NOTICE = /could(n't| not) be (listed|ended)|none to read|may not read|can't be read|plan/;

/** Sessions and tokens that nobody may see stay; all else is as it should be. */
async function expectState(play: Play, { undisturbed }: Subject, route: string): Promise<void> {
	const { sessions, tokens, ...others } = await play.state();
	const isUnseen = /sessions|tokens/.test(route);
	expect(isUnseen ? { ...undisturbed.state, sessions, tokens } : undisturbed.state).toEqual({
		sessions,
		tokens,
		...others,
	});
}

/** @returns whether it was done all the same */
async function degrade(subject: Subject, play: Play, ran: Ran, route: string): Promise<boolean> {
	const done = !isBad(ran);
	if (done) await expectState(play, subject, route);
	else await play.expectNoLoss();
	if (!isPoll(subject)) expect(wordsOf(ran)).toMatch(NOTICE);
	return done;
}

/** The plan lacks something: it is done without, and said; what is no matter of the plan is not taken for it. */
export const planLacks: Fault = {
	id: 'F35',
	async hit(subject) {
		let without = 0;
		let refused = 0;
		let routes = 0;
		for (const then of CLOSED) {
			routes = await atEachRoute(
				subject,
				() => always(then),
				async (play, ran, route) => {
					const done = await degrade(subject, play, ran, route);
					if (done) without += 1;
					else refused += 1;
				},
				isGated,
			);
		}
		if (routes === 0) throw new Error('It asks for nothing that plans lack: exclude it');
		let told = 0;
		for (const then of TROUBLES) {
			told += await atEachRoute(
				subject,
				() => always(then),
				async (_play, ran) => expect(isBad(ran)).toBe(true),
				isGated,
			);
		}
		return `${without} times done without, ${refused} times refused in words; ${told} other troubles told`;
	},
};
