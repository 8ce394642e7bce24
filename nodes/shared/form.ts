import type { INodeProperties } from 'n8n-workflow';
import { isRecord } from '../../zendesk/http/errors';
import { type ProtectedEntry, readProtectedEntries } from '../../zendesk/identity/protectedEntries';
import { isRef, readUserRef, type UserRef } from '../../zendesk/users/reference';
import type { Refusal } from '../../zendesk/verdict';
import { ABSENT, type Source } from './parameters';
import {
	type Choice,
	type Choices,
	isRefusal,
	orRefusal,
	readChoice,
	readChoices,
	readFlag,
	readId,
	readKey,
	readNumber,
	readText,
	readTexts,
	readWords,
} from './values';

/** What of a parameter's description a reader needs. */
export type Field = Pick<INodeProperties, 'displayName' | 'name'>;

/** Makes the value out of what the form gives; `undefined` for nothing; throws for people. */
export type Reader<T> = (value: unknown) => T | undefined;

const LIST = 'Correct the value, or choose from the list';
const FLAG = 'Use true or false';

function emptyField({ displayName }: Field, advice: string): Refusal {
	return { reason: 'invalid', message: `'${displayName}' is empty`, advice };
}

/** By which key a user is meant in each mode of the field. */
const BY: ReadonlyMap<unknown, UserRef['by']> = new Map([
	['list', 'id'],
	['id', 'id'],
	['email', 'email'],
	['externalId', 'externalId'],
]);

/**
 * The parameters of one row. Each kind of value has one strict reader: whatever an expression gives, it is read as what
 * it plainly says, or refused by the field's display name. Nothing stands for the riskier meaning: what is not in the
 * form has its default, what is there but evaluates to nothing is refused where the default could be the wrong guess.
 */
export class Form {
	/** @param host of the account, e.g. `acme.zendesk.com`: a user's address must be of it */
	constructor(
		private readonly source: Source,
		private readonly host: string,
		private readonly path = '',
	) {}

	/** The entries of a collection. */
	within({ name }: Pick<Field, 'name'>): Form {
		return new Form(this.source, this.host, this.pathOf(name));
	}

	/** Whether the field is in the form, or the entry in its collection; it may be empty. */
	has({ name }: Pick<Field, 'name'>): boolean {
		return this.source.read(this.pathOf(name)) !== ABSENT;
	}

	/** Whether the field says the same in all rows: it has no expression. */
	isFixed({ name }: Pick<Field, 'name'>): boolean {
		return this.source.isFixed(this.pathOf(name));
	}

	/** @returns what the field says; `undefined` when it is not there or empty */
	optional<T>(field: Field, read: Reader<T>, advice?: string): T | undefined | Refusal {
		return orRefusal(
			field.displayName,
			() => {
				const value = this.source.read(this.pathOf(field.name));
				return value === ABSENT ? undefined : read(value);
			},
			advice === undefined ? {} : { advice },
		);
	}

	/** As {@link optional}, but refused when an expression gives nothing at all: who means nothing says an empty text. */
	given<T>(field: Field, read: Reader<T>, advice?: string): T | undefined | Refusal {
		const isThere: Reader<T> = (value) => {
			if (value === undefined || value === null)
				throw new RangeError('the expression gives nothing');
			return read(value);
		};
		return this.optional(field, isThere, advice);
	}

	/**
	 * @param usual what it is when the field is not in the form; without it, that is refused too
	 * @returns what the field says; refused when it is empty
	 */
	required<T>(field: Field, read: Reader<T>, usual?: T, advice = 'Correct the value'): T | Refusal {
		const value = this.optional(field, read, advice);
		if (value !== undefined) return value;
		return usual === undefined || this.has(field) ? emptyField(field, advice) : usual;
	}

	/**
	 * Yes or no; the field's default when it is not in the form.
	 *
	 * @param whenEmpty what it is when it evaluates to nothing: to be given only where that is the safe meaning
	 */
	flag(field: INodeProperties, whenEmpty?: boolean): boolean | Refusal {
		const read: Reader<boolean> = (value) => readFlag(value) ?? whenEmpty;
		return this.required(field, read, field.default === true, FLAG);
	}

	/** One of the field's options; its default when it is not in the form. */
	choice<T>(field: Choice<T>): T | Refusal {
		return this.required<T>(field, this.oneOf(field), field.default, LIST);
	}

	/** One of the field's options; `undefined` when there is none. */
	optionalChoice<T>(field: Choice<T>): T | undefined | Refusal {
		return this.optional<T>(field, this.oneOf(field), LIST);
	}

	/** Some of the field's options; its default when it is not in the form. */
	choices<T>(field: Choices<T>): T[] | Refusal {
		const read: Reader<T[]> = (value) => readChoices<T>(field.options, value);
		return this.required(field, read, field.default, LIST);
	}

	/** A whole number within the field's bounds; its default when it is not in the form. */
	number(field: INodeProperties): number | Refusal {
		const { minValue = 0, maxValue = Number.MAX_SAFE_INTEGER } = field.typeOptions ?? {};
		const read: Reader<number> = (value) => readNumber(value, minValue, maxValue);
		return this.required(field, read, Number(field.default));
	}

	/** By what somebody is found, or a record; as {@link words}, without what stands for nothing. */
	key(field: INodeProperties): string | Refusal {
		return this.words(field, readKey);
	}

	/** Text for people, or a tag; `''` when it is empty, the field's default when it is not in the form. */
	words(field: INodeProperties, read: Reader<string> = readWords): string | Refusal {
		const usual = typeof field.default === 'string' ? field.default : '';
		return this.has(field) ? (this.optional(field, read) ?? '') : usual;
	}

	/** A name or another plain text; as {@link words}, whatever the word. */
	text(field: INodeProperties): string | Refusal {
		return this.words(field, readText);
	}

	/** The ID of a record; `undefined` when it is empty. */
	id(field: Field): number | undefined | Refusal {
		return this.optional(field, readId, 'Choose from the list, or give an ID');
	}

	/**
	 * The user whom the row names.
	 *
	 * @param by how, where the value alone stands in the field; otherwise the text decides
	 */
	user(field: Field, by?: UserRef['by']): UserRef | Refusal {
		const advice = 'Pick a user from the list, or give an email, an ID or an external ID';
		const ref = this.optional(field, (value) => this.refIn(value, by), advice);
		if (ref !== undefined) return ref;
		return { reason: 'invalid', message: `'${field.displayName}': no user is given`, advice };
	}

	/** Like {@link user} for a field that may be left empty. */
	optionalUser(field: Field): UserRef | Refusal | undefined {
		const value = this.optional(field, (given) => ({ given }));
		if (value === undefined || isRefusal(value)) return value;
		const inner = isRecord(value.given) && 'value' in value.given ? value.given.value : value.given;
		return typeof inner === 'string' && inner.trim() === '' ? undefined : this.user(field);
	}

	/**
	 * Emails, IDs and external IDs, as a list or in any way that people write them; `[]` when the field is not in the form,
	 * or says so.
	 *
	 * @returns refused when an expression gives nothing, an entry is empty, the text has none but isn't blank, or an address
	 * is of another account
	 */
	people(field: Field): ProtectedEntry[] | Refusal {
		const advice = 'Give emails, IDs or external IDs, or an empty text for nobody';
		const read: Reader<ProtectedEntry[]> = (value) => {
			const said = readTexts(value);
			return said === undefined ? undefined : readProtectedEntries(said, this.host);
		};
		return this.required(field, read, [], advice);
	}

	/**
	 * Somebody by email, ID or a pasted address of this account.
	 *
	 * @param by how the person is named; without it the text decides
	 * @throws {RangeError}
	 */
	person(value: unknown, by?: UserRef['by']): UserRef {
		const ref = readUserRef(value, this.host, by);
		if (isRef(ref)) return ref;
		throw new RangeError(ref.problem);
	}

	/** The user in a user field; an expression may also give a plain email, ID or address. */
	private refIn(value: unknown, usual?: UserRef['by']): UserRef {
		const isLocator = isRecord(value) && 'value' in value;
		const by = isLocator ? BY.get(value.mode) : undefined;
		if (isLocator && by === undefined && value.mode !== undefined && value.mode !== '') {
			throw new RangeError(`'${String(value.mode)}' is no way to name a user`);
		}
		return this.person(isLocator ? value.value : value, by ?? usual);
	}

	private oneOf<T>(field: Choice<T>): Reader<T> {
		// What depends on a choice is shown, and kept by n8n, for its exact value only.
		const isExact = this.path === '' && this.source.isFixed(field.name);
		return (value) => readChoice<T>(field.options, value, isExact);
	}

	private pathOf(name: string): string {
		return this.path === '' ? name : `${this.path}.${name}`;
	}
}
