import { markMatches, newMark, readMark, withMark } from '../../../zendesk/offboarding/mark';
import { user } from '../records';

const NOW = Date.parse('2026-11-20T09:00:00Z');
const ann = user({ email: 'Ann@Example.com', external_id: 'EMP-7', role: 'agent' });

describe('the mark in the notes', () => {
	it('is one line that can be read back', () => {
		const mark = newMark(ann, NOW);
		const notes = withMark('Likes tea.\nWorks late.', mark);
		expect(notes.split('\n')).toHaveLength(3);
		expect(notes).toMatch(
			/^Likes tea\.\nWorks late\.\n\[n8n off-boarding\] started 2026-11-20T09:00:00Z; before: active; e:/,
		);
		expect(readMark({ notes })).toEqual(mark);
	});

	it('replaces an older one and leaves the rest alone', () => {
		const first = withMark('Before', newMark(ann, NOW));
		const again = withMark(`${first}\nAfter`, {
			...newMark({ ...ann, suspended: true }, NOW),
			finished: true,
		});
		expect(again.match(/off-boarding/g)).toHaveLength(1);
		expect(again).toMatch(/^Before\n.*\nAfter$/);
		expect(readMark({ notes: again })).toMatchObject({ finished: true, suspendedBefore: true });
	});

	it('recognizes its own leaver by what he was called, whatever the case', () => {
		const mark = newMark(ann, NOW);
		expect(markMatches(mark, { by: 'email', value: 'ann@example.com' })).toBe(true);
		expect(markMatches(mark, { by: 'externalId', value: 'emp-7' })).toBe(true);
		expect(markMatches(mark, { by: 'email', value: 'bob@example.com' })).toBe(false);
		expect(markMatches(mark, { by: 'externalId', value: 'EMP-8' })).toBe(false);
		expect(markMatches(mark, { by: 'id', value: 1 })).toBe(false);
	});

	it('holds no address', () => {
		expect(withMark(null, newMark(ann, NOW))).not.toMatch(/ann|emp/i);
	});

	it('is not there in other notes', () => {
		expect(readMark({ notes: null })).toBeUndefined();
		expect(
			readMark({ notes: 'mentions [n8n off-boarding] started in a sentence' }),
		).toBeUndefined();
	});

	it('does without email and external id', () => {
		const mark = newMark(user({ email: null }), NOW);
		expect(readMark({ notes: withMark('', mark) })).toEqual(mark);
		expect(markMatches(mark, { by: 'email', value: '' })).toBe(false);
	});
});
