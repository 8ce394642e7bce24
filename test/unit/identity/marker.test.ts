import {
	addMarker,
	createMarker,
	matchesMarker,
	readMarker,
	readOwnMarker,
	removeMarker,
} from '../../../zendesk/identity/marker';
import { user } from '../records';

const NOW = Date.parse('2026-11-20T09:00:00Z');
const RUN = { now: NOW, run: '231', level: 'delete' };
const ann = user({ email: 'Ann@Example.com', external_id: 'EMP-7', role: 'agent' });

describe('the mark in the notes', () => {
	it('is one line that can be read back', () => {
		const mark = createMarker(ann, RUN);
		const notes = addMarker('Likes tea.\nWorks late.', mark);
		expect(notes.split('\n')).toHaveLength(3);
		expect(notes).toMatch(
			/^Likes tea\.\nWorks late\.\n\[n8n off-boarding\] started 2026-11-20T09:00:00Z; run 231; level delete; before: active; e:/,
		);
		expect(readMarker({ notes })).toEqual(mark);
	});

	it('replaces an older one and leaves the rest alone', () => {
		const first = addMarker('Before', createMarker(ann, RUN));
		const again = addMarker(`${first}\nAfter`, {
			...createMarker({ ...ann, suspended: true }, RUN),
			finished: true,
		});
		expect(again.match(/off-boarding/g)).toHaveLength(1);
		expect(again).toMatch(/^Before\n.*\nAfter$/);
		expect(readMarker({ notes: again })).toMatchObject({ finished: true, suspendedBefore: true });
	});

	it('recognizes its own leaver by what they were called, whatever the case', () => {
		const mark = createMarker(ann, RUN);
		expect(matchesMarker(mark, { by: 'email', value: 'ann@example.com' })).toBe(true);
		expect(matchesMarker(mark, { by: 'externalId', value: 'emp-7' })).toBe(true);
		expect(matchesMarker(mark, { by: 'email', value: 'bob@example.com' })).toBe(false);
		expect(matchesMarker(mark, { by: 'externalId', value: 'EMP-8' })).toBe(false);
		expect(matchesMarker(mark, { by: 'id', value: 1 })).toBe(false);
	});

	it('holds no address', () => {
		expect(addMarker(null, createMarker(ann, RUN))).not.toMatch(/ann|emp/i);
	});

	it('is not there in other notes', () => {
		expect(readMarker({ notes: null })).toBeUndefined();
		expect(
			readMarker({ notes: 'mentions [n8n off-boarding] started in a sentence' }),
		).toBeUndefined();
	});

	it('does without email and external id', () => {
		const mark = createMarker(user({ email: null }), RUN);
		expect(readMarker({ notes: addMarker('', mark) })).toEqual(mark);
		expect(matchesMarker(mark, { by: 'email', value: '' })).toBe(false);
	});

	it('stands there once, however often notes were put together', () => {
		const line = addMarker(null, createMarker(ann, RUN));
		const notes = addMarker(`${line}\nBetween\n${line}\nAfter`, createMarker(ann, RUN));
		expect(notes).toBe(`${line}\nBetween\nAfter`);
	});

	it('leaves the notes of others to be compared', () => {
		const notes = addMarker('Likes tea.', createMarker(ann, RUN));
		expect(removeMarker(notes)).toBe('Likes tea.');
		expect(removeMarker(null)).toBe('');
	});
});

describe('a marker is believed', () => {
	const HOUR = 3_600_000;
	const marked = (special: Parameters<typeof user>[0] = {}, by = ann) => ({
		...ann,
		notes: addMarker(null, createMarker(by, RUN)),
		...special,
	});

	it.each<[string, ReturnType<typeof marked>, number]>([
		['its own, of the same hour', marked(), NOW + HOUR],
		['in other case', marked({ email: 'ANN@EXAMPLE.COM' }), NOW + HOUR],
		['a little ahead of our clock', marked(), NOW - 30_000],
		['up to 24 hours', marked(), NOW + 24 * HOUR - 1],
	])('%s', (_, who, now) => expect(readOwnMarker(who, now)).toBeDefined());

	it.each<[string, ReturnType<typeof marked>, number]>([
		['of yesterday', marked(), NOW + 24 * HOUR],
		['of 200 days ago', marked(), NOW + 200 * 24 * HOUR],
		['of tomorrow', marked(), NOW - 24 * HOUR],
		['copied from somebody else', marked({}, user({ email: 'bob@example.com' })), NOW],
		['with another external ID', marked({ external_id: 'EMP-8' }), NOW],
		['without any address', marked({}, user({ email: null })), NOW],
		['of somebody whose email is gone', marked({ email: null }), NOW],
		[
			'with a broken date',
			marked({ notes: '[n8n off-boarding] started soon; run 1; level delete; before: active' }),
			NOW,
		],
	])('but not one %s', (_, who, now) => expect(readOwnMarker(who, now)).toBeUndefined());
});
