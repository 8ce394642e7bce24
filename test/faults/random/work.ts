import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { by } from '../../engine/forms';
import { pairsOf } from '../../engine/sync/helpers';
import type { NodeResult, Stage } from '../../engine/engine';
import { ranOf, verdictOf } from '../scenarios/node';
import type { Ran } from '../types';
import { type By, type Key, reader } from './keys';
import type { Cast } from './people';

/** What an input item says; keys stand for texts that the account decides. */
export interface Row {
	/** Whom it is about, by what the case says. */
	who?: Key;
	/** The second person of a row. */
	other?: Key;
	email?: Key | null;
	externalId?: Key | null;
	[field: string]: unknown;
}

/** What a form is filled in with, besides what the rows say. */
export type Choices = Record<string, unknown>;

/** Input of an operation, as plain data. */
export interface Order {
	/** How rows name their user. */
	key: By;
	rows: Row[];
	choices: Choices;
}

type Read = ReturnType<typeof reader>;

/** An operation at work on whatever it is given. */
export interface Work {
	name: string;
	rows: fc.Arbitrary<Row>;
	/** Whether there is one way only for these rows to end, whatever happens to some of them. */
	isFair?(rows: Row[]): boolean;
	/** At most so many rows; 8 unless they take long. */
	most?: number;
	choices?: fc.Arbitrary<Choices>;
	keys?: By[];
	form(choices: Choices, read: Read, cast: Cast): Record<string, unknown>;
	type?: string;
	/** What the node gets instead of the rows. */
	prepare?(stage: Stage, items: IDataObject[], choices: Choices): Promise<IDataObject[]>;
	/** Whom it is about besides those whom the rows name. */
	isNamed?(user: Cast['people'][number]): boolean;
	/** One text a row or person; default: what became of each row. */
	verdicts?(result: NodeResult, rows: number, cast: Cast): string[];
}

/** A work that was begun: how to run it, and whom it may touch. */
export interface Begun {
	act(): Promise<Ran>;
	named: ReadonlySet<number>;
	/** Whom the guards have to keep. */
	guarded: number[];
}

/** By what the case says; a row that is about nobody yet has the field empty. */
export const picked = (key: By, field = 'who') => ({
	__rl: true,
	mode: key,
	value: `={{ $json.${field} }}`,
});

export const someone = (key: Key, read: Read) => by.email({ email: read(key, 'email') });

/** Lines of the option *Protected Users*. */
export function protectedBy(choices: Choices, read: Read): { protectedUsers: string } {
	const keys = (choices.protected ?? []) as Key[];
	return { protectedUsers: keys.map((key) => read(key, 'id')).join('\n') };
}

export const some = (key: fc.Arbitrary<Key>) => fc.array(key, { maxLength: 2 });

/**
 * Rows that share a key say the same altogether. Of two that differ it is chance who makes the new record, as the one may
 * meet with something that the other doesn't.
 */
export function agree(rows: Row[], fields: string[]): boolean {
	const seen = new Map<string, string>();
	return rows.every((row) => {
		const text = JSON.stringify(row);
		return fields.every((field) => {
			if (row[field] === null) return true;
			const key = JSON.stringify([field, row[field]]);
			const first = seen.get(key) ?? text;
			seen.set(key, first);
			return first === text;
		});
	});
}

/** What became of each row; no row may be without a verdict, or have two. */
function verdictsByRow(result: NodeResult, rows: number): string[] {
	const verdicts: string[][] = Array.from({ length: rows }, () => []);
	for (const [output, pairs] of pairsOf(result).entries()) {
		for (const [i, row] of pairs.entries()) {
			if (row !== null) verdicts[row]?.push(verdictOf(result.outputs[output][i]));
		}
	}
	return verdicts.map((each) => each.join(' and ') || 'no verdict');
}

/** Input items, with the texts that the keys stand for. */
function itemsOf({ key, rows }: Order, read: Read): IDataObject[] {
	return rows.map(({ who, other, email, externalId, ...fields }) => ({
		...(fields as IDataObject),
		...(who === undefined ? {} : { who: read(who, key) }),
		...(other === undefined ? {} : { other: read(other, key) }),
		...(email === undefined ? {} : { email: read(email, 'email') }),
		...(externalId === undefined ? {} : { externalId: read(externalId, 'externalId') }),
	}));
}

/** Everybody whose ID, external ID or any address stands in an item, whatever for. */
function namedIn({ sim, people }: Cast, items: IDataObject[]): Set<number> {
	const texts = new Set(
		items.flatMap((item) =>
			['who', 'other', 'email', 'externalId'].map((field) =>
				String(item[field] ?? '')
					.trim()
					.toLowerCase(),
			),
		),
	);
	texts.delete('');
	const keysOf = ({ id, external_id: externalId }: Cast['people'][number]) => [
		String(id),
		externalId ?? '',
		...sim.store.identities.all().flatMap((one) => (one.user_id === id ? [one.value] : [])),
	];
	const isIn = (key: string) => texts.has(key.toLowerCase());
	return new Set(people.filter((user) => keysOf(user).some(isIn)).map(({ id }) => id));
}

/** Gets an order ready in an account. */
export async function begin(stage: Stage, work: Work, order: Order, cast: Cast): Promise<Begun> {
	const { sim } = cast;
	const read = reader(cast);
	const given = itemsOf(order, read);
	const named = namedIn(cast, given);
	for (const user of cast.people) if (work.isNamed?.(user)) named.add(user.id);
	const choices = { ...order.choices, key: order.key };
	const parameters = work.form(choices, read, cast);
	const items = (await work.prepare?.(stage, given, choices)) ?? given;
	const { protectedUsers = '' } = (parameters.options ?? {}) as { protectedUsers?: string };
	const isThere = (id: number) => sim.store.users.get(id)?.active === true;
	return {
		named,
		guarded: [sim.credentials.adminId, ...protectedUsers.split('\n').map(Number).filter(isThere)],
		async act() {
			if (items.length === 0) return { verdicts: [], kept: {} };
			const onError = 'continueRegularOutput';
			const result = await stage.run({ type: work.type, parameters, items, onError });
			const verdicts = (work.verdicts ?? verdictsByRow)(result, items.length, cast);
			return ranOf(result, verdicts);
		},
	};
}
