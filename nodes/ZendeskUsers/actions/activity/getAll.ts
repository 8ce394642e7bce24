import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Days } from '../../../../zendesk/activity/days';
import { type Activity, readActivity } from '../../../../zendesk/activity/read';
import { dayRows, userRows } from '../../../../zendesk/activity/rows';
import {
	lastDays,
	lastWholeDays,
	nextSlice,
	type Slice,
} from '../../../../zendesk/activity/window';
import type { Client } from '../../../../zendesk/http/client';
import { withoutRoles } from '../../../../zendesk/seats/roleNames';
import { refused } from '../../../../zendesk/verdict';
import {
	defineOperation,
	forEachRow,
	isRefusal,
	type Run,
	withSettings,
} from '../../../shared/operation';
import type { RowResult } from '../../../shared/results';
import { zoneOf } from '../../../../zendesk/activity/zone';
import {
	ACTIVITY_SETTINGS,
	type ActivityForm,
	activityFields,
	activityOptions,
	readActivityForm,
} from './form';

/** The days to read now, and in slices what comes behind them. */
function wishedDays(
	{ count, sliceDays, cursor }: ActivityForm,
	now: number,
	zone: string,
): { days?: Days; slice?: Slice } {
	if (sliceDays === undefined) return { days: lastDays(now, zone, count) };
	const slice = nextSlice(lastWholeDays(now, zone, count), cursor, sliceDays);
	return { days: slice.days, slice };
}

/** Between two lines in n8n's log. */
const TELL_EVERY_MS = 10_000;

function tellNowAndThen({ clock }: Client, progress: (text: string) => void) {
	let toldAt = clock.now();
	return (pages: ReadonlyMap<string, number>) => {
		if (clock.now() - toldAt < TELL_EVERY_MS) return;
		toldAt = clock.now();
		const counts = Array.from(pages, ([name, count]) => `${count} of ${name}`).join(', ');
		progress(`pages read so far: ${counts}`);
	};
}

function rowsOf(activity: Activity, rows: ActivityForm['rows'], withIdle: boolean): IDataObject[] {
	const days = rows === 'users' ? [] : dayRows(activity, withIdle);
	const users = rows === 'days' ? [] : userRows(activity);
	return [...days, ...users] as unknown as IDataObject[];
}

/** The item behind the rows of a slice. */
function cursorItem({ cursor, isLast, days }: Slice): IDataObject {
	return {
		kind: 'cursor',
		cursor,
		done: isLast,
		from: days?.from ?? null,
		to: days?.to ?? null,
		time_zone: days?.zone ?? null,
	};
}

/** Whose days, and what of them, for all rows. */
interface Wish {
	users: 'staff' | 'everybody';
	withGroups: boolean;
	withIdle: boolean;
}

async function readRows(
	context: IExecuteFunctions,
	{ client, rows, form: formOf, progress, hint }: Run,
	{ users, withGroups, withIdle }: Wish,
): Promise<RowResult[]> {
	const recordsOf = async (days: Days, wanted: ActivityForm['rows']) => {
		const activity = await readActivity(client, {
			days,
			everybody: users === 'everybody',
			withGroups,
			withRoles: wanted !== 'days',
			onPage: tellNowAndThen(client, progress),
		});
		const notes = activity.reads.map(({ note }) => note);
		if (wanted !== 'days') notes.push(withoutRoles(activity.roles));
		for (const note of notes) if (note !== undefined) hint(note);
		return rowsOf(activity, wanted, withIdle);
	};
	return await forEachRow(rows, async (row) => {
		const form = readActivityForm(formOf(row));
		if (isRefusal(form)) return { row, verdict: refused(form) };
		const zone = form.zone ?? (await zoneOf(client, context.getTimezone()));
		const { days, slice } = wishedDays(form, client.clock.now(), zone);
		const records = days ? await recordsOf(days, form.rows) : [];
		if (slice) records.push(cursorItem(slice));
		return { row, records };
	});
}

export const getManyActivities = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many activities',
	description: 'Retrieve who used Zendesk on which day: sign-ins, tickets and articles',
	writes: false,
	properties: activityFields,
	options: activityOptions,
	async execute(run) {
		return await withSettings(run, ACTIVITY_SETTINGS, async (settings, settled) =>
			readRows(this, settled, settings),
		);
	},
});
