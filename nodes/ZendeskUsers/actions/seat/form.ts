import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { ProductsWish } from '../../../../zendesk/seats/readProducts';
import { isRecord } from '../../../../zendesk/http/errors';
import { type KeptSeats, readKeptSeats } from '../../../../zendesk/seats/keptRows';
import type { Refusal } from '../../../../zendesk/verdict';
import { readOption } from '../../../shared/options';
import { readParameter } from '../../../shared/parameters';
import { allOrRefusal, orRefusal, readChoice, readNumber } from '../../../shared/values';

const MOST_DAYS = 3650;

const ACTIVITY_OPTIONS = [
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

const PRODUCTS_OPTIONS = [
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

export const activityField: INodeProperties = {
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

export const seatOptions: INodeProperties[] = [
	{
		displayName: 'Inactive After Days',
		name: 'inactiveAfterDays',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MOST_DAYS },
		default: 30,
		description:
			"After how many days somebody counts as 'inactive' or, counted from the creation of the user, as 'never_signed_in'",
	},
	previousSeats(
		"The items of an earlier run as a list, for example by an expression on a table or a file. People who were staff then and no longer are come out too, with the status 'deleted' or 'downgraded': Zendesk has no list of them.",
	),
	{
		displayName: 'Product Roles',
		name: 'productRoles',
		type: 'options',
		options: PRODUCTS_OPTIONS,
		default: 'needed',
		description: 'Whose roles in Guide, Explore, Talk and Chat to read',
	},
];

export const reportPreviousSeats = previousSeats(
	'The items of the last report as a list, for example by an expression on a table or a file. The report then has a section on what has changed since.',
);

function parsed(text: string): { value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) as unknown };
	} catch {
		return undefined;
	}
}

/** n8n's items, or their contents, or one of them; also as JSON. */
function readItems(value: unknown): IDataObject[] {
	if (value === undefined || value === null) return [];
	if (typeof value === 'string') {
		if (value.trim() === '') return [];
		const json = parsed(value);
		if (!json) throw new RangeError('it is not JSON');
		return readItems(json.value);
	}
	return [value].flat().map((item: unknown) => {
		if (!isRecord(item)) throw new RangeError('it is not a list of items');
		return (isRecord(item.json) ? item.json : item) as IDataObject;
	});
}

/** The seats of an earlier list. @throws {RangeError} for what is none */
function seatsOf(value: unknown): KeptSeats {
	const seats = readKeptSeats(readItems(value));
	const [refused] = seats.refusals;
	if (!refused) return seats;
	throw new RangeError(
		`entry ${refused.index + 1} is not a seat, as 'Seat: Get Many' returns them`,
	);
}

/** @returns what an earlier list tells, or why it is none */
export function readPreviousSeats(value: unknown): KeptSeats | Refusal {
	return orRefusal('Previous Seats', () => seatsOf(value), {
		advice: "Give the items of an earlier 'Seat: Get Many' as a list, or leave it empty",
	});
}

/** What the list of seats is to be. */
export interface SeatsForm {
	/** The input items are rows of activity. */
	withActivity: boolean;
	inactiveAfterDays: number;
	products: ProductsWish;
	previous: KeptSeats;
}

/** The list is one of the whole account, so the first item's parameters count. */
export function readSeatsForm(context: IExecuteFunctions): SeatsForm | Refusal {
	const option = (name: string) => readOption<unknown>(context, name, '');
	const activity = readParameter(context, 'activity', 0, 'signIn');
	return allOrRefusal<SeatsForm>({
		withActivity: orRefusal('Activity', () => readChoice(ACTIVITY_OPTIONS, activity) === 'input'),
		inactiveAfterDays: orRefusal(
			'Inactive After Days',
			() => readNumber(option('inactiveAfterDays'), 1, MOST_DAYS) ?? 30,
		),
		products: orRefusal(
			'Product Roles',
			() => readChoice<ProductsWish>(PRODUCTS_OPTIONS, option('productRoles')) ?? 'needed',
		),
		previous: readPreviousSeats(option('previousSeats')),
	});
}
