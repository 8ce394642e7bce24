import { RESOURCES } from '../../nodes/ZendeskUsers/actions/resources.ts';
import { OPERATIONS } from '../../nodes/ZendeskUserSync/operations/index.ts';
import { codeIn, pathsLinkedIn, tableBelow } from './markdown';
import { exists, read, sourcesIn } from './repository';

const README = read('README.md');
const REFERENCE = read('docs/OPERATIONS.md');

const SOURCES = ['zendesk', 'nodes', 'credentials'].flatMap(sourcesIn).map(read).join('\n');

it.each(tableBelow(README, 'It says'))('quotes a message that there is: %s', (quoted) => {
	const [message] = codeIn(quoted);
	// What a message takes from Zendesk or a row is left out.
	for (const words of message.split(' … ')) expect(SOURCES).toContain(words);
});

it('quotes some', () => expect(tableBelow(README, 'It says').length).toBeGreaterThan(5));

describe('every operation', () => {
	const listed = tableBelow(README, 'Resource').map(([resource, operations]) => [
		resource,
		operations
			.replace(/ \([^)]*\)/g, '')
			.split(' · ')
			.sort(),
	]);
	const namesOf = (operations: ReadonlyArray<{ name: string }>) =>
		operations.map(({ name }) => name).sort();

	it('is listed in the README, and no other', () => {
		const there = RESOURCES.map(({ name, operations }) => [name, namesOf(operations)]);
		const expected = [...there, ['User Sync', namesOf(OPERATIONS)]];
		expect(listed.sort()).toEqual(expected.sort());
	});

	it.each(listed as Array<[string, string[]]>)(
		'is explained in the reference: %s',
		(resource, operations) => {
			const section = REFERENCE.split(/^## /m).find((text) =>
				text.startsWith(resource === 'User Sync' ? 'Zendesk User Sync' : `${resource}\n`),
			)!;
			const [, ...rows] = section.split('\n| ');
			const explained = rows.map((row) => row.split(' |')[0].trim());
			expect(explained).toEqual(expect.arrayContaining(operations));
		},
	);
});

it.each(['README.md', 'docs/OPERATIONS.md', 'CONTRIBUTING.md'])(
	'%s links to nothing that is not there',
	(document) => {
		const folder = document.includes('/') ? document.replace(/[^/]+$/, '') : '';
		const paths = pathsLinkedIn(read(document)).map((path) => new URL(path, `file:///${folder}`));
		expect(paths.length).toBeGreaterThan(0);
		const missing = paths.map(({ pathname }) => pathname.slice(1)).filter((path) => !exists(path));
		expect(missing.filter((path) => path !== '')).toEqual([]);
	},
);
