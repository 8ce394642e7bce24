/** The kinds of user fields (OpenAPI, "Create User Field"). */
export type UserFieldType =
	| 'text'
	| 'textarea'
	| 'checkbox'
	| 'date'
	| 'integer'
	| 'decimal'
	| 'regexp'
	| 'dropdown'
	| 'lookup'
	| 'multiselect';

export interface UserFieldOption {
	name: string;
	/** What users have; also the tag that they get. */
	value: string;
}

/** A field that the account has added to its users. */
export interface UserField {
	id: number;
	key: string;
	type: UserFieldType;
	title: string;
	description: string;
	position: number;
	active: boolean;
	/** Made by Zendesk or by an app: only `active` and `position` can be changed. */
	system: boolean;
	/** Of a checkbox: the tag of users who have it checked. */
	tag: string | null;
	regexp_for_validation: string | null;
	/** Of a dropdown or multiselect. */
	custom_field_options: UserFieldOption[];
	/** Of a lookup, e.g. `zen:user`. */
	relationship_target_type: string | null;
	created_at: number;
	updated_at: number;
}

const FIRST_ID = 540_000_000_101;
const MADE_AT = Date.UTC(2024, 0, 8);

function titleOf(key: string): string {
	const words = key.replace(/_/g, ' ');
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The account's user fields by key, in the order of their configuration. */
export class UserFields {
	private readonly byKey = new Map<string, UserField>();

	/** Adds a field, or replaces the one with this key. */
	set(key: string, given: UserFieldType | (Partial<UserField> & { type: UserFieldType })): this {
		const index = this.byKey.size;
		this.byKey.set(key, {
			id: FIRST_ID + index,
			title: titleOf(key),
			description: '',
			position: index,
			active: true,
			system: false,
			tag: null,
			regexp_for_validation: null,
			custom_field_options: [],
			relationship_target_type: null,
			created_at: MADE_AT,
			updated_at: MADE_AT,
			...(typeof given === 'string' ? { type: given } : given),
			key,
		});
		return this;
	}

	get(key: string): UserField | undefined {
		return this.byKey.get(key);
	}

	clear(): void {
		this.byKey.clear();
	}

	/** Lowest position first. */
	all(): UserField[] {
		return [...this.byKey.values()].sort((a, b) => a.position - b.position || a.id - b.id);
	}
}
