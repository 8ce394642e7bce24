import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

/** Runs the very code of the template's Code nodes, as n8n does. */

interface CodeNode {
	name: string;
	parameters: { jsCode?: string };
}

const { nodes } = JSON.parse(
	readFileSync(join(__dirname, '..', '..', 'workflows', 'hr-import.json'), 'utf8'),
) as { nodes: CodeNode[] };

type Item = { json: IDataObject };

const itemsOf = (list: IDataObject[]) => ({
	all: () => list.map((json) => ({ json })),
	first: () => ({ json: list[0] }),
});

/** What a node gives for these items; other nodes give what `others` says. */
function run(name: string, items: IDataObject[], others: Record<string, IDataObject> = {}) {
	const { jsCode } = nodes.find((node) => node.name === name)!.parameters;
	const $ = (other: string) => ({
		isExecuted: other in others,
		first: () => ({ json: others[other] }),
	});
	const code = new Function('$input', '$', '$json', 'DateTime', jsCode!) as (
		...args: unknown[]
	) => Item[];
	return code(itemsOf(items), $, items[0], DateTime).map(({ json }) => json);
}

const LEAVER = {
	employee_id: '17',
	first_name: 'Ann',
	last_name: 'Miller',
	work_email: 'ann@acme.example',
	status: 'terminated',
	department: 'Support',
	job_title: 'Agent',
	manager_email: 'bea@acme.example',
};

describe('BambooHR', () => {
	const ann = {
		id: '17',
		displayName: 'Ann Miller',
		firstName: 'Ann',
		lastName: 'Miller',
		jobTitle: 'Agent',
		workEmail: 'ann@acme.example',
		department: 'Support',
		location: 'Berlin',
		supervisorEId: '4',
		status: 'Inactive',
		terminationDate: '2026-10-31',
	};
	const bea = {
		id: '4',
		firstName: 'Bea',
		lastName: 'Boss',
		workEmail: 'bea@acme.example',
		status: 'Active',
		terminationDate: '0000-00-00',
	};

	it('a report', () => {
		const rows = run('From BambooHR', [{ fields: [], employees: [ann, bea] }]);
		expect(rows).toEqual([
			{ ...LEAVER, display_name: 'Ann Miller', termination_date: '2026-10-31' },
			{
				employee_id: '4',
				first_name: 'Bea',
				last_name: 'Boss',
				display_name: '',
				work_email: 'bea@acme.example',
				status: 'active',
				termination_date: '',
				department: '',
				job_title: '',
				manager_email: '',
			},
		]);
	});

	it('an employee by himself, with the email of his supervisor', () => {
		const [row] = run('From BambooHR', [{ ...ann, supervisorEmail: 'new.boss@acme.example' }]);
		expect(row).toMatchObject({ employee_id: '17', manager_email: 'new.boss@acme.example' });
	});

	it('the directory, which does not say who has left, is refused; so is what is no list', () => {
		const listed = { ...ann, status: undefined, terminationDate: undefined };
		expect(() => run('From BambooHR', [{ fields: [], employees: [listed] }])).toThrow("'status'");
		expect(() => run('From BambooHR', [{ timestamp: 'now' }])).toThrow('switched on');
	});
});

describe('Personio', () => {
	const employee = (attributes: IDataObject) => ({ type: 'Employee', attributes });
	const ann = employee({
		id: { label: 'ID', value: 17 },
		first_name: { label: 'First name', value: 'Ann' },
		last_name: { label: 'Last name', value: 'Miller' },
		email: { label: 'Email', value: 'ann@acme.example' },
		status: { label: 'Status', value: 'inactive' },
		position: { label: 'Position', value: 'Agent' },
		department: {
			label: 'Department',
			value: { type: 'Department', attributes: { id: 3, name: 'Support' } },
		},
		termination_date: { label: 'Termination date', value: '2026-10-31T00:00:00+01:00' },
		supervisor: {
			label: 'Supervisor',
			value: employee({
				id: { label: 'ID', value: 4 },
				first_name: { label: 'First name', value: 'Bea' },
				email: { label: 'Email', value: 'bea@acme.example' },
			}),
		},
	});

	it('employees of all pages', () => {
		const status = (value: string) => employee({ id: { value: 1 }, status: { value } });
		const rows = run('From Personio', [
			{ success: true, data: [ann] },
			{ success: true, data: ['active', 'onboarding', 'leave'].map(status) },
		]);
		expect(rows[0]).toEqual({ ...LEAVER, display_name: '', termination_date: '2026-10-31' });
		expect(rows.slice(1).map((row) => row.status)).toEqual(['active', 'pending', 'leave']);
		expect(rows[1]).toMatchObject({ work_email: '', termination_date: '', manager_email: '' });
	});

	it('without the attribute that says who has left, or an answer that is no list', () => {
		const blind = employee({ id: { value: 17 }, email: { value: 'ann@acme.example' } });
		expect(() => run('From Personio', [{ success: true, data: [blind] }])).toThrow("'status'");
		expect(() => run('From Personio', [{ success: false }])).toThrow('not a list');
		expect(run('From Personio', [{ success: true, data: [] }])).toEqual([]);
	});
});

describe('HiBob', () => {
	const ann = {
		id: '17',
		fullName: 'Ann Miller',
		displayName: 'Ann Miller',
		firstName: 'Ann',
		surname: 'Miller',
		email: 'ann@acme.example',
		work: {
			department: 'Support',
			title: 'Agent',
			reportsTo: { id: '4', email: 'bea@acme.example', displayName: 'Bea Boss' },
			startDate: '2020-01-01',
		},
		internal: { status: 'Inactive', terminationDate: '2026-10-31' },
	};

	it('people', () => {
		const active = { id: '5', email: 'x@acme.example', internal: { status: 'Active' } };
		const rows = run('From HiBob', [{ employees: [ann, active] }]);
		expect(rows[0]).toEqual({
			...LEAVER,
			display_name: 'Ann Miller',
			termination_date: '2026-10-31',
		});
		expect(rows[1]).toMatchObject({ status: 'active', department: '', manager_email: '' });
	});

	it('a manager who is given by his ID alone', () => {
		const boss = { id: '4', email: 'bea@acme.example', internal: { status: 'Active' } };
		const report = { ...ann, work: { reportsTo: { id: '4' } } };
		const [row] = run('From HiBob', [{ employees: [report, boss] }]);
		expect(row.manager_email).toBe('bea@acme.example');
	});

	it('without the field that says who has left, or an answer that is no list', () => {
		const blind = { ...ann, internal: undefined };
		expect(() => run('From HiBob', [{ employees: [blind] }])).toThrow("'internal.status'");
		expect(() => run('From HiBob', [{ error: 'no' }])).toThrow('not a list');
	});
});

describe('SCIM', () => {
	const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
	const ann = {
		id: '2819c223-7f76-453a-919d-413861904646',
		externalId: 'a-17',
		userName: 'ann.miller',
		name: { givenName: 'Ann', familyName: 'Miller', formatted: 'Ms. Ann Miller' },
		title: 'Agent',
		active: false,
		emails: [
			{ value: 'ann@home.example', type: 'home' },
			{ value: 'ann@acme.example', type: 'work', primary: true },
		],
		[ENTERPRISE]: {
			employeeNumber: '17',
			department: 'Support',
			manager: { value: 'b-4', displayName: 'Bea Boss' },
		},
	};
	const bea = { id: 'b-4', userName: 'bea@acme.example', active: true };
	const page = (totalResults: number, ...Resources: IDataObject[]) => ({
		schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
		totalResults,
		startIndex: 1,
		itemsPerPage: Resources.length,
		Resources,
	});

	it('users of all pages; the manager is found by his ID', () => {
		const rows = run('From SCIM', [page(2, ann), page(2, bea)]);
		expect(rows[0]).toEqual({ ...LEAVER, display_name: 'Ms. Ann Miller', termination_date: '' });
		expect(rows[1]).toMatchObject({
			employee_id: 'b-4',
			work_email: 'bea@acme.example',
			status: 'active',
			manager_email: '',
		});
	});

	it('numbers and emails that are given in other ways', () => {
		const plain = { ...ann, [ENTERPRISE]: undefined };
		const [byExternalId, quiet] = run('From SCIM', [
			page(2, { ...plain, active: 'False' }, { id: 'c-1', userName: 'cora' }),
		]);
		expect(byExternalId).toMatchObject({ employee_id: 'a-17', status: 'terminated' });
		expect(quiet).toMatchObject({ employee_id: 'c-1', work_email: '', status: 'active' });
	});

	it('a list that is not whole, or none', () => {
		expect(() => run('From SCIM', [page(3, ann, bea)])).toThrow('has 3 users, but gave only 2');
		expect(() => run('From SCIM', [{ detail: 'no' }])).toThrow('not a list');
		expect(run('From SCIM', [{ totalResults: 0 }])).toEqual([]);
	});
});

describe('nothing to read', () => {
	const start = (source: string, item: IDataObject = {}) =>
		run('Nothing to read', [{ ...item, source }], { Settings: { source } });

	it('is right on a schedule without a source', () => {
		expect(start(' ')).toEqual([]);
	});

	it('is told otherwise', () => {
		expect(() => start('workday')).toThrow("'source' is 'workday'");
		expect(() => start('', { 'Your email': 'hr@acme.example' })).toThrow('CSV or XLSX');
	});
});

describe('rows', () => {
	const SETTINGS = {
		source: 'scim',
		askers: 'hr@acme.example',
		approvers: 'boss@acme.example',
		timeZone: 'Europe/Berlin',
		answerWithinDays: '7',
		externalIdPrefix: 'HR-',
		leavingCustomers: 'suspend',
		missingMeansLeft: 'no',
		maxChanges: '500',
		maxRemovalsPercent: '10',
		leaversAlwaysBelieved: '2',
		offboardLevel: 'Downgrade and Suspend',
		maxPeople: '100',
		maxStaffPercent: '20',
	};

	interface Request {
		rows: Array<Record<string, unknown>>;
		bad: Array<Record<string, unknown>>;
		notes: unknown[];
		settings: Record<string, unknown>;
	}

	const check = (people: IDataObject[], more: IDataObject = {}) =>
		run('Rows', people, { Settings: { ...SETTINGS, ...more } })[0] as unknown as Request;

	const day = (days: number) => DateTime.now().setZone('Europe/Berlin').plus({ days }).toISODate()!;
	const person = (more: IDataObject = {}) => ({
		employee_id: '17',
		work_email: 'Ann@Acme.example',
		...more,
	});

	it.each([
		['no status and no day', {}, false],
		['active', { status: 'Active' }, false],
		['on leave', { status: 'leave' }, false],
		['not yet there', { status: 'pending' }, false],
		['terminated', { status: 'terminated' }, true],
		[
			'terminated, but the day is to come',
			{ status: 'terminated', termination_date: day(1) },
			false,
		],
		['terminated today', { status: 'terminated', termination_date: day(0) }, true],
		['on the last day', { status: 'active', termination_date: day(0) }, false],
		['after the last day', { status: 'active', termination_date: day(-1) }, true],
	])('%s', (_name, more, hasLeft) => {
		expect(check([person(more)]).rows).toMatchObject([{ has_left: hasLeft }]);
	});

	it('the ID gets its prefix once, the email small letters', () => {
		const { rows } = check([person(), person({ employee_id: 'hr-18' })]);
		expect(rows).toMatchObject([
			{ external_id: 'HR-17', email: 'ann@acme.example' },
			{ external_id: 'hr-18' },
		]);
	});

	it('the list’s successor counts before the manager', () => {
		const manager = { manager_email: 'bea@acme.example' };
		const { rows } = check([
			person(manager),
			person({ ...manager, successor_email: 'dan@acme.example' }),
		]);
		expect(rows.map(({ successor }) => successor)).toEqual([
			'bea@acme.example',
			'dan@acme.example',
		]);
	});

	it('a leaver without an email goes on by his ID, others do not', () => {
		const { rows, bad } = check([
			person({ work_email: '', status: 'terminated' }),
			person({ work_email: '' }),
		]);
		expect(rows).toMatchObject([{ row: 1, has_left: true }]);
		expect(bad).toMatchObject([{ row: 2, message: 'work_email is missing' }]);
	});

	it('a few leavers by name are always believed, many count as a broken source', () => {
		const leavers = (count: number) =>
			Array.from({ length: count }, () => person({ status: 'terminated' }));
		expect(check(leavers(2)).settings.maxRemovals).toBe(100);
		expect(check(leavers(3)).settings.maxRemovals).toBe(10);
		expect(check(leavers(1), { missingMeansLeft: 'yes' }).settings.maxRemovals).toBe(10);
	});

	it('nobody is missing from a source that could not be read as a whole', () => {
		const missing = { missingMeansLeft: 'yes' };
		expect(check([person()], missing).settings.missingMeansLeft).toBe(true);
		const { settings, notes } = check([person(), person({ status: '?' })], missing);
		expect(settings.missingMeansLeft).toBe(false);
		expect(notes).toHaveLength(1);
	});

	it('user fields are those that Settings name', () => {
		const { rows } = check([person({ department: 'Support', job_title: 'Agent' })], {
			departmentField: 'team',
		});
		expect(rows[0].user_fields).toEqual({ team: 'Support' });
	});

	it.each([
		['leavingCustomers', 'shoot'],
		['missingMeansLeft', 'maybe'],
		['missingMeansLeft', ''],
		['maxChanges', 'many'],
		['maxRemovalsPercent', '101'],
		['maxPeople', 'all'],
		['maxStaffPercent', '0'],
		['leaversAlwaysBelieved', ''],
		['answerWithinDays', '1.5'],
		['answerWithinDays', '0'],
		['offboardLevel', 'Vaporize'],
		['timeZone', 'Berlin/Europe'],
		['approvers', ' '],
	])('the setting %s can’t be %j', (name, value) => {
		expect(() => check([person()], { [name]: value })).toThrow(`'${name}' is '${value}'`);
	});

	it('who is missing can’t be told without a prefix', () => {
		const more = { missingMeansLeft: 'yes', externalIdPrefix: '' };
		expect(() => check([person()], more)).toThrow("'missingMeansLeft' is 'yes'");
	});
});

describe('the table of a list', () => {
	const read = (text: string) => run('By column', run('Read CSV', [{ text }]))[0];

	it.each([
		['commas', 'employee_id,work_email,name\r\n1,a@b.example,"Miller, Ann"\r\n'],
		['semicolons and a BOM', '\uFEFFEmployee ID;E-Mail;Name\n1;a@b.example;Miller, Ann'],
		['tabs', 'id\temail\tdisplay name\r1\ta@b.example\tMiller, Ann'],
		['blank lines', '\n\nid,email,name\n\n1,a@b.example,"Miller, Ann"\n\n'],
	])('%s', (_name, text) => {
		const { table, notes } = read(text) as { table: IDataObject[]; notes: unknown[] };
		expect(table).toMatchObject([
			{ employee_id: '1', work_email: 'a@b.example', display_name: 'Miller, Ann', problem: '' },
		]);
		expect(notes).toEqual([]);
	});

	it('quotation marks, line breaks and separators in quotes', () => {
		const { table } = read('id,email,name\n1,a@b.example,"a ""b"",\r\nc"\n2,b@b.example,d "e"\n');
		expect(table).toMatchObject([
			{ row: 2, display_name: 'a "b",\r\nc' },
			{ row: 3, display_name: 'd "e"' },
		]);
	});

	it('columns that are unknown, twice or missing', () => {
		expect(read('id,email,size\n1,a@b.example,4').notes).toMatchObject([
			{ row: 1, message: expect.stringContaining("'size' is unknown") },
		]);
		expect(read('id,email,mail\n1,a,b')).toMatchObject({
			table: [],
			notes: [{ message: expect.stringContaining('work_email is there twice') }],
		});
		expect(read('id,name\n1,a')).toMatchObject({
			table: [],
			notes: [{ message: expect.stringContaining('work_email is missing') }],
		});
	});

	it('cells that have no column, and quotation marks that never end', () => {
		const { table } = read('id,email\n1,a@b.example,more\n2,b@b.example,\n3,"c\n4,d@b.example') as {
			table: IDataObject[];
		};
		expect(table.map(({ row, problem }) => [row, String(problem).slice(0, 20)])).toEqual([
			[2, 'it has 3 cells, but '],
			[3, ''],
			[4, 'a quotation mark is '],
		]);
	});
});
