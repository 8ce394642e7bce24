import type { IDataObject } from 'n8n-workflow';
import { fileOf } from '../../engine/engine';
import type { Answer } from '../../engine/trigger/webhook';
import type { Simulator, User } from '../../simulator';
import { subjectOf } from '../play';
import type { Fault, Play, Ran, Subject } from '../types';
import { named } from '../ways';
import { at, operationOf, resultOf } from './at';
import { type Operation, rowOf, type Row } from './operations';

const LONG = 'x'.repeat(10_000);

const NAMES = [
	'Zoë 🧑‍🚀 Ångström 𝒵',
	'שרה \u202Eלוי\u202C',
	'👩‍👩‍👧‍👦 Family',
	'Nu\u0000ll Byte',
	`Long ${LONG}`,
	'<b>Bob</b> & "Co" \'); --',
	'{{ $json.name }}',
];

const EMAILS = [
	'ann+tag@example.com',
	'Mixed.CASE@Example.COM',
	'jörg@exämple.example',
	"o'neil@example.com",
	'a!#$%{d}@example.com',
	'under_score@sub.example.com',
	'plain@example.com',
];

const people = NAMES.map((name, i) => ({ name, email: EMAILS[i], external_id: `HR-Ö ${i} 🧑` }));

const rows = (sim: Simulator, { put, creates }: Operation): Row[] =>
	people.map((person) => {
		if (!creates) return rowOf(put(sim, person));
		const { external_id: externalId, ...rest } = person;
		return { ...rest, externalId };
	});

/** What Zendesk may refuse of a name. */
const isTooOdd = (body: unknown) => /\\u0000|x{1000}/.test(JSON.stringify(body));

/** Every name of the rows as it is in the account, where the rows' names are written at all. */
function expectRoundTrip({ sim }: Play, { creates, done }: Operation, refused: number[]): void {
	const names = sim.store.users.all().map(({ name }) => name);
	// A plan writes nothing yet.
	if (!creates || !done) return;
	const written = people.filter((_, i) => !refused.includes(i));
	for (const { name } of written) expect(names).toContain(name);
}

/** What the node showed of people: never another name than theirs. */
function expectShown(operation: Operation, ran: Ran): void {
	const result = resultOf(ran);
	if (operation.page) {
		const { text } = fileOf(result, operation.page);
		expect(text).toContain('Zoë 🧑‍🚀 Ångström 𝒵');
		expect(text).toContain('&lt;b&gt;Bob&lt;/b&gt;');
		expect(text).not.toContain('<b>Bob</b>');
		return;
	}
	const shown = result.outputs.flat();
	for (const [i, { name }] of people.entries()) {
		const items = shown.filter(({ external_id: id, name: its }) => {
			return id === people[i].external_id || its === name;
		});
		for (const item of items) if (item.name !== undefined) expect(item.name).toBe(name);
	}
	if (operation.lists) {
		const names = shown.map(({ name }) => name);
		for (const { name } of people) expect(names).toContain(name);
	}
}

async function accept(own: Subject, operation: Operation): Promise<void> {
	const play = await own.play();
	const ran = await play.act();
	await play.expectSame(ran);
	expect(ran.verdicts.filter((verdict) => /^(failed|unknown)/.test(verdict))).toEqual([]);
	expectRoundTrip(play, operation, []);
	expectShown(operation, ran);
}

/** Zendesk may not take some of them: they fail on their own rows. */
async function refuse(own: Subject, operation: Operation): Promise<number> {
	const play = await own.play();
	play.sim.faults.add({
		when: { path: /\/users/, body: isTooOdd, times: Infinity },
		then: {
			kind: 'respond',
			status: 422,
			body: { error: 'RecordInvalid', description: 'Name: is invalid' },
		},
	});
	const ran = await play.act();
	const refused = [...ran.verdicts.keys()].filter((i) => /^failed/.test(ran.verdicts[i]));
	const odd = [...people.keys()].filter((i) => isTooOdd(people[i]));
	if (play.sim.faults.unfired().length > 0) expect(refused).toEqual([]);
	else expect(refused).toEqual(odd);
	expectRoundTrip(play, operation, odd);
	return refused.length;
}

/** People who get odd names after something has happened to them: what is told of them has these names. */
async function tell(subject: Subject): Promise<string> {
	const play = await subject.play();
	const { users } = play.sim.store;
	const isThere = ({ purged_at: purgedAt }: User) => purgedAt === null;
	for (const [i, user] of users.all().filter(isThere).entries()) {
		users.update(user, { name: NAMES[i % NAMES.length] });
	}
	const { error, kept } = await play.act();
	expect(error).toBeUndefined();
	const { told, answers } = kept as { told?: IDataObject[]; answers?: Answer[] };
	const items = told ?? answers!.flatMap(({ item }) => item ?? []);
	expect(items.length).toBeGreaterThan(0);
	for (const { user_id: id, name, user, full_user: fullUser } of items as IDataObject[]) {
		const said = (fullUser as IDataObject)?.name ?? (user as IDataObject)?.name ?? name;
		expect(said).toBe(users.get(Number(id))!.name);
	}
	return `${items.length} items, with the names as they are`;
}

/** Names of every alphabet come through as they are, or fail on a row of their own. */
export const oddNames: Fault = {
	id: 'F26',
	async hit(subject) {
		const { scenario } = subject;
		if (scenario.name.startsWith('Zendesk')) return await tell(subject);
		const operation = operationOf(scenario);
		const own = await subjectOf(at(scenario, { rows }));
		await named('accepted', async () => await accept(own, operation));
		let refused = 0;
		await named('refused', async () => {
			refused = await refuse(own, operation);
		});
		const refusals = refused > 0 ? `; refused, ${refused} fail on their own rows` : '';
		return `${people.length} odd people, all as they are${refusals}`;
	},
};
