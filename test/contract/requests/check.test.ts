import { RequestCheck, type Sent } from './check';

const check = new RequestCheck({
	routes: {
		'GET /people': {
			query: {
				role: { is: 'string', values: ['agent', 'admin'] },
				ids: { items: 'integer' },
				deleted: 'boolean',
				page: { one: ['integer', { fields: { size: 'integer', after: 'string' } }] },
			},
			answers: {},
		},
		'PUT /people/{}': {
			body: { fields: { person: { is: 'object', all: ['#Name', '#Rest'] } } },
			answers: {},
		},
		'POST /people': { body: { fields: { person: { one: ['#Name', '#Rest'] } } }, answers: {} },
	},
	schemas: {
		Name: { fields: { name: 'string', nick: 'string?', id: 'integer<' } },
		Rest: {
			fields: {
				boss: '#Name',
				tags: { items: 'string' },
				share: 'number',
				role: { values: ['agent'] },
				fields: { is: 'object', rest: 'string' },
				any: 'object',
			},
		},
	},
});

const get = (query: Record<string, string>): Sent => ({
	method: 'GET',
	route: 'GET /people',
	path: '/people',
	query,
	body: undefined,
});

const put = (person: unknown): Sent => ({
	method: 'PUT',
	route: 'PUT /people/:id',
	path: '/people/1',
	query: {},
	body: { person },
});

test.each<[string, Sent]>([
	['parameters', get({ role: 'agent', ids: '1,2', deleted: 'true' })],
	['a parameter of two kinds', get({ page: '2' })],
	['a part of a parameter', get({ 'page[size]': '100', 'page[after]': 'x' })],
	['properties of all parts', put({ name: 'A', nick: null, tags: ['a'], share: 1, role: 'agent' })],
	['objects within', put({ boss: { name: 'B' }, fields: { own: 'x' }, any: { a: [1] } })],
	['one of two kinds', { ...put({ tags: [] }), route: 'POST /people' }],
])('%s that the document has are no problem', (_, sent) => {
	expect(check.problems(sent)).toEqual([]);
});

test.each<[string, Sent, string]>([
	['a path', { ...get({}), route: 'GET /others' }, 'GET /others: no such path'],
	[
		'a path that the simulator does not know either',
		{ ...get({}), route: undefined },
		'GET /people: no such path',
	],
	['a parameter', get({ sort: 'x' }), 'GET /people: no parameter sort'],
	['a part of a parameter', get({ 'page[to]': 'x' }), 'GET /people: no parameter page[to]'],
	['another choice', get({ role: 'owner' }), 'GET /people: parameter role is not "owner"'],
	['a word among numbers', get({ ids: '1,x' }), 'GET /people: parameter ids is not "1,x"'],
	[
		'a number in a part',
		get({ 'page[size]': 'x' }),
		'GET /people: parameter page[size] is not "x"',
	],
	['yes', get({ deleted: 'yes' }), 'GET /people: parameter deleted is not "yes"'],
	['a body', { ...get({}), body: { a: 1 } }, 'GET /people: no body'],
	['a property', put({ nick: 'x', age: 7 }), 'PUT /people/{}: no body.person.age'],
	['a property within', put({ boss: { age: 7 } }), 'PUT /people/{}: no body.person.boss.age'],
	['what can only be read', put({ id: 7 }), 'PUT /people/{}: body.person.id can only be read'],
	['a type', put({ name: 7 }), 'PUT /people/{}: body.person.name is integer'],
	['a null', put({ name: null }), 'PUT /people/{}: body.person.name is null'],
	['a type in a list', put({ tags: [7, 8] }), 'PUT /people/{}: body.person.tags[] is integer'],
	['a fraction', put({ tags: [0.5] }), 'PUT /people/{}: body.person.tags[] is number'],
	['a choice in a body', put({ role: 'boss' }), 'PUT /people/{}: body.person.role is "boss"'],
	[
		'what a map holds',
		put({ fields: { a: 1 } }),
		'PUT /people/{}: body.person.fields.a is integer',
	],
	[
		'properties of two kinds at once',
		{ ...put({ name: 'A', tags: [] }), route: 'POST /people' },
		'POST /people: no body.person.tags',
	],
])('%s that the document does not have is found', (_, sent, problem) => {
	expect(check.problems(sent)).toEqual([problem]);
});
