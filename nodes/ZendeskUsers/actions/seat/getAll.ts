import type { IExecuteFunctions } from 'n8n-workflow';
import { attempt } from '../../../../zendesk/http/client';
import { readActivityRows } from '../../../../zendesk/seats/activityRows';
import { readSeats, type Seats, type SeatsWish } from '../../../../zendesk/seats/list';
import { refused, verdictOfError } from '../../../../zendesk/verdict';
import { defineOperation, isRefusal, type Run, withSettings } from '../../../shared/operation';
import { outputFields, readOutput } from '../../../shared/output';
import type { RowResult } from '../../../shared/results';
import { refuseRows } from '../../../shared/settings';
import { activityField, readKept, seatOptions, SEATS_SETTINGS } from './form';
import { SEAT_OUTPUT } from './output';

/** Between two lines in n8n's log. */
const TELL_EVERY = 100;

/** Reads the list once, whatever the number of rows, and tells what it lacks. */
async function listOnce(
	{ client, progress, hint }: Run,
	wish: Omit<SeatsWish, 'onProducts'>,
): Promise<Seats> {
	const seats = await readSeats(client, {
		...wish,
		onProducts: (done, all) => {
			if (done % TELL_EVERY === 0) progress(`product roles of ${done} of ${all} staff are read`);
		},
	});
	for (const note of seats.notes) hint(note);
	return seats;
}

/** The whole list for every item: the input says nothing about anybody. */
async function forEachItem(run: Run, wish: Omit<SeatsWish, 'onProducts'>): Promise<RowResult[]> {
	const read = await attempt(listOnce(run, wish));
	return run.rows.map((row): RowResult => {
		if (!read.ok) return { row, verdict: verdictOfError(read.error) };
		const output = readOutput(run.form(row), SEAT_OUTPUT);
		if (isRefusal(output)) return { row, verdict: refused(output) };
		return { row, records: read.value.rows.map((seat) => output(seat)) };
	});
}

/** One list for all items, each seat paired with the item of its holder's activity. */
async function withActivity(
	context: IExecuteFunctions,
	run: Run,
	wish: Omit<SeatsWish, 'onProducts' | 'activity'>,
): Promise<RowResult[]> {
	const items = context.getInputData();
	const { activity, refusals } = readActivityRows(run.rows.map((row) => items[row].json));
	if (refusals.length > 0) {
		return refusals.map(({ index, refusal }) => ({
			row: run.rows[index],
			verdict: refused(refusal),
		}));
	}
	const output = readOutput(run.form(run.rows[0]), SEAT_OUTPUT);
	if (isRefusal(output)) return refuseRows(run.rows.map((row) => ({ row, refusal: output })));
	const read = await attempt(listOnce(run, { ...wish, activity }));
	if (!read.ok) return [{ row: run.rows[0], verdict: verdictOfError(read.error) }];
	return read.value.rows.map((seat): RowResult => {
		const index = activity.get(seat.id)?.row;
		return { row: index === undefined ? undefined : run.rows[index], records: [output(seat)] };
	});
}

export const getManySeats = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many seats',
	description:
		'Retrieve which seat each agent and admin takes (paid, light or free), why, and whether it may be reclaimed',
	writes: false,
	properties: [activityField, ...outputFields(SEAT_OUTPUT)],
	options: seatOptions,
	async execute(run): Promise<RowResult[]> {
		return await withSettings(run, SEATS_SETTINGS, async (form, settled) => {
			const { products, inactiveAfterDays } = form;
			const previous = readKept(settled.form(settled.rows[0]));
			if (isRefusal(previous)) {
				return refuseRows(settled.rows.map((row) => ({ row, refusal: previous })));
			}
			const wish = { products, inactiveAfterDays, previous: previous.staff };
			return form.activity === 'input'
				? await withActivity(this, settled, wish)
				: await forEachItem(settled, wish);
		});
	},
});
