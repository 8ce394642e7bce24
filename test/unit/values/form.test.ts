import type { Choice, Choices } from '../../../nodes/shared/values';
import { settle } from '../../../nodes/shared/settings';
import { formOver } from './formOver';

const FLAG = { displayName: 'Dry Run', name: 'dryRun', type: 'boolean', default: false } as const;
const CUT: Choice<'first' | 'after'> = {
	displayName: 'Cut Access',
	name: 'cut',
	type: 'options',
	options: [
		{ name: 'First', value: 'first' },
		{ name: 'After Transfer', value: 'after' },
	],
	default: 'first',
};
const STATUS: Choices<string> = { ...CUT, name: 'status', type: 'multiOptions', default: [] };
const TAG = { displayName: 'Tag', name: 'tag', type: 'string', default: 'left' } as const;
const USER = { displayName: 'User', name: 'user' };

const refusal = (message: string) => expect.objectContaining({ message });
const empty = (name: string) => refusal(`'${name}' is empty`);

describe('what is not in the form has its default', () => {
	const form = formOver({});
	it.each([
		['a flag', form.flag(FLAG), false],
		['a choice', form.choice(CUT), 'first'],
		['choices', form.choices(STATUS), []],
		['words', form.words(TAG), 'left'],
		['people', form.people(USER), []],
	])('%s', (_, is, usual) => {
		expect(is).toEqual(usual);
	});
});

describe('what is there but gives nothing', () => {
	const form = formOver({ dryRun: null, cut: undefined, status: '', tag: null, user: null });
	it.each([
		['is refused as a flag', form.flag(FLAG), empty('Dry Run')],
		['is what the caller says is safe', form.flag(FLAG, false), false],
		['is refused as a choice', form.choice(CUT), empty('Cut Access')],
		['is refused as choices', form.choices(STATUS), empty('Cut Access')],
		['is no text, neither the default', form.words(TAG), ''],
		['is refused as a list of people', form.people(USER), empty('User')],
		['is refused as a user', form.user(USER), refusal("'User': no user is given")],
	])('%s', (_, is, wanted) => {
		expect(is).toEqual(wanted);
	});
});

describe('a user field', () => {
	const read = (user: unknown) => formOver({ user }).user(USER);

	it.each([
		[
			{ mode: 'id', value: 5 },
			{ by: 'id', value: 5 },
		],
		[
			{ mode: 'list', value: '5' },
			{ by: 'id', value: 5 },
		],
		[5, { by: 'id', value: 5 }],
		['ann@x.example', { by: 'email', value: 'ann@x.example' }],
		[
			{ mode: 'externalId', value: '007' },
			{ by: 'externalId', value: '007' },
		],
	])('reads %j', (value, ref) => {
		expect(read(value)).toEqual(ref);
	});

	it.each([
		[{ mode: 'constructor', value: '5' }, "'constructor' is no way to name a user"],
		[{ mode: 'Email', value: 'ann@x.example' }, "'Email' is no way to name a user"],
		[{ mode: 'id', value: ['5'] }, 'it must be one value'],
		[['5'], 'it must be one value'],
		[true, 'it must be one value'],
	])('refuses %j', (value, problem) => {
		expect(read(value)).toMatchObject({ message: expect.stringContaining(`'User': ${problem}`) });
	});
});

it('C8: a list of people is read from text, numbers and lists; addresses are of this account', () => {
	const read = (user: unknown) => formOver({ user }).people(USER);
	const texts = (user: unknown) => (read(user) as Array<{ text: string }>).map(({ text }) => text);
	expect(texts(35436)).toEqual(['35436']);
	expect(texts(['a@x.example', 5, 'b@x.example; 6'])).toEqual([
		'a@x.example',
		'5',
		'b@x.example',
		'6',
	]);
	expect(read('https://acme.zendesk.com/agent/users/7, EMP-1')).toMatchObject([
		{ refs: [{ by: 'id', value: 7 }] },
		{ refs: [{ by: 'externalId', value: 'EMP-1' }] },
	]);
	expect(read('https://evil.zendesk.com/agent/users/7')).toMatchObject({
		message: expect.stringContaining('another account'),
	});
	for (const value of [['a@x.example', null], [{}], {}, true, [['a']]]) {
		expect(read(value)).toMatchObject({ message: expect.stringContaining("'User'") });
	}
});

describe('what holds for the whole run', () => {
	const table = {
		dryRun: { field: FLAG, read: (form: ReturnType<typeof formOver>) => form.flag(FLAG) },
	};
	const over = (...values: unknown[]) =>
		settle(
			table,
			values.map((dryRun, row) => ({ row, form: formOver({ dryRun }) })),
		);

	it('is what all rows say', () => {
		expect(over('yes', true, 1)).toMatchObject({ settings: { dryRun: true }, refusals: [] });
	});

	it('a row that can’t be read is refused, and the others go on', () => {
		const { settings, rows, refusals } = over('perhaps', true);
		expect([settings, rows.map(({ row }) => row)]).toEqual([{ dryRun: true }, [1]]);
		expect(refusals).toEqual([
			{ row: 0, refusal: refusal("'Dry Run': 'perhaps' is neither true nor false") },
		]);
	});

	it('rows that differ are all refused, by the field’s name', () => {
		const { settings, refusals } = over(false, true, {});
		expect(settings).toBeUndefined();
		expect(refusals.map(({ row }) => row).sort()).toEqual([0, 1, 2]);
		expect(refusals.at(-1)).toMatchObject({
			refusal: {
				message: expect.stringContaining("'Dry Run' holds for the whole run, but item 1"),
			},
		});
	});
});
