import type { INodeProperties } from 'n8n-workflow';
import type { ProductsWish } from '../../../../zendesk/seats/readProducts';
import { type KeptSeats, readKeptSeats } from '../../../../zendesk/seats/keptRows';
import type { Refusal } from '../../../../zendesk/verdict';
import type { Field, Form } from '../../../shared/form';
import { OPTIONS, optionSetting } from '../../../shared/options';
import type { Settings } from '../../../shared/settings';
import { type Choice, type Option, readItems } from '../../../shared/values';

const MOST_DAYS = 3650;

const ACTIVITY_OPTIONS: Array<Option<'input' | 'signIn'>> = [
	{
		name: 'From Activity Rows Connected as Input',
		value: 'input',
		description:
			"The input items are summaries from 'Activity: Get Many', so people who work without signing in again don't count as inactive",
	},
	{
		name: 'From Last Sign-In',
		value: 'signIn',
		description: "The last sign-in in each person's record counts",
	},
];

const PRODUCTS_OPTIONS: Array<Option<ProductsWish>> = [
	{ name: 'All', value: 'all', description: 'One request for each staff member' },
	{
		name: 'None',
		value: 'none',
		description: 'Only the Support role decides which seat it is',
	},
	{
		name: 'Where the Seat Depends on Them',
		value: 'needed',
		description:
			'One request for each light agent and contributor: a role in another product may make it a paid seat',
	},
];

export const activityField: Choice<'input' | 'signIn'> = {
	displayName: 'Activity',
	name: 'activity',
	type: 'options',
	options: ACTIVITY_OPTIONS,
	default: 'signIn',
	description: 'What tells how long somebody has been inactive',
};

/** A list of seats that was kept; both operations compare with one. */
function previousSeats(description: string): INodeProperties {
	return {
		displayName: 'Previous Seats',
		name: 'previousSeats',
		type: 'json',
		default: '',
		placeholder: "e.g. {{ $('Get Seats of Last Month').all() }}",
		description,
	};
}

const INACTIVE_DAYS: INodeProperties = {
	displayName: 'Inactive After Days',
	name: 'inactiveAfterDays',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_DAYS },
	default: 30,
	description:
		"After how many days somebody counts as 'inactive' or, counted from the creation of the user, as 'never_signed_in'",
};

const PREVIOUS_SEATS = previousSeats(
	"The items of an earlier run as a list, for example by an expression on a table or a file. People who were staff then and no longer are come out too, with the status 'deleted' or 'downgraded': Zendesk has no list of them.",
);

const PRODUCT_ROLES: Choice<ProductsWish> = {
	displayName: 'Product Roles',
	name: 'productRoles',
	type: 'options',
	options: PRODUCTS_OPTIONS,
	default: 'needed',
	description: 'Whose roles in Guide, Explore, Talk and Chat to read',
};

export const seatOptions: INodeProperties[] = [INACTIVE_DAYS, PREVIOUS_SEATS, PRODUCT_ROLES];

export const reportPreviousSeats = previousSeats(
	'The items of the last report as a list, for example by an expression on a table or a file. The report then has a section on what has changed since.',
);

/** The seats of an earlier list. @throws {RangeError} for what is none */
function seatsOf(value: unknown): KeptSeats {
	const seats = readKeptSeats(readItems(value) ?? []);
	const [refused] = seats.refusals;
	if (!refused) return seats;
	throw new RangeError(
		`entry ${refused.index + 1} is not a seat, as 'Seat: Get Many' returns them`,
	);
}

/** @returns what an earlier list tells, or why it is none */
export function readPreviousSeats(form: Form, field: Field): KeptSeats | Refusal {
	const advice = "Give the items of an earlier 'Seat: Get Many' as a list, or leave it empty";
	return form.optional(field, seatsOf, advice) ?? seatsOf([]);
}

/** An earlier list for a new one. It is no item's own, and long, so it is read of one item only. */
export function readKept(form: Form): KeptSeats | Refusal {
	return readPreviousSeats(form.within(OPTIONS), PREVIOUS_SEATS);
}

/** What the list of seats is to be. */
export interface SeatsForm {
	/** The input items are rows of activity. */
	activity: 'input' | 'signIn';
	inactiveAfterDays: number;
	products: ProductsWish;
}

/** The list is one of the whole account, so all items have to say the same. */
export const SEATS_SETTINGS: Settings<SeatsForm> = {
	activity: { field: activityField, read: (form) => form.choice(activityField) },
	inactiveAfterDays: optionSetting(INACTIVE_DAYS, (options) => options.number(INACTIVE_DAYS)),
	products: optionSetting(PRODUCT_ROLES, (options) => options.choice(PRODUCT_ROLES)),
};
