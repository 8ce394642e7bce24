import { posix } from 'node:path';
import { type Import, importsBelow, importsOf } from './imports';
import { pathsLinkedIn } from './markdown';
import { type Picture, readPicture, roomOf, waysOf } from './picture';
import { exists, foldersIn, read, sourcesIn } from './repository';

const DOCUMENT = read('docs/ARCHITECTURE.md');
const PICTURE = readPicture(DOCUMENT);
const PUBLISHED = ['credentials', 'nodes', 'zendesk', 'zephr'];
/** All folders of the repository that have code. */
const CODE = foldersIn('').filter((folder) => sourcesIn(folder).length > 0);
const IMPORTS = importsBelow(CODE);

/** A link's target as a path of the repository. */
const inDocs = (target: string) => posix.join('docs', target);

const isBelow = (path: string, ...folders: string[]) =>
	folders.some((folder) => path.startsWith(`${folder}/`));

/** Each operation is a file that the `index.ts` of its resource, or of its node, collects. */
const OPERATIONS = new Set(
	sourcesIn('nodes')
		.filter((path) => /\/(actions\/\w+|operations)\/index\.ts$/.test(path))
		.flatMap((path) =>
			importsOf(path, read(path))
				.filter(({ to, isTypeOnly }) => !isTypeOnly && posix.dirname(to) === posix.dirname(path))
				.map(({ to }) => to),
		),
);

/** What holds whatever the picture says, so that nobody draws it away. */
const RULES: Record<string, (one: Import) => boolean> = {
	'the core imports nothing of n8n': ({ from, to, isPackage }) =>
		isBelow(from, 'zendesk', 'zephr') &&
		(isPackage ? /n8n/.test(to) : isBelow(to, 'nodes', 'credentials')),
	'zendesk/http imports no other room of zendesk/': ({ from, to }) =>
		isBelow(from, 'zendesk/http') && isBelow(to, 'zendesk') && !isBelow(to, 'zendesk/http'),
	'what is published imports no test and no playground': ({ from, to }) =>
		isBelow(from, ...PUBLISHED) && isBelow(to, 'test', 'playground', 'release'),
	'what is published imports its own files, n8n-workflow, luxon and node:crypto': (one) =>
		isBelow(one.from, ...PUBLISHED) &&
		(one.isPackage
			? !['n8n-workflow', 'luxon', 'node:crypto'].includes(one.to)
			: !isBelow(one.to, ...PUBLISHED)),
	'an operation imports no other operation': ({ from, to }) =>
		OPERATIONS.has(from) && (OPERATIONS.has(to) || to === `${posix.dirname(from)}/index.ts`),
	'the simulator takes nothing from the pack but the types of a call': (one) =>
		isBelow(one.from, 'test/simulator') &&
		!one.from.endsWith('.test.ts') &&
		isBelow(one.to, ...PUBLISHED) &&
		!(one.isTypeOnly && one.to === 'zendesk/http/types.ts'),
};

/** Why an import is not in the picture; `undefined` when it is. */
function outside(one: Import, picture: Picture): string | undefined {
	const from = roomOf(one.from, picture);
	if (from === undefined) return `${one.from} is in no room`;
	if (one.isPackage) {
		const rule = picture.packages.find(({ folders }) =>
			folders.some((folder) => one.from.startsWith(folder)),
		);
		return !rule || rule.names.includes(one.to) ? undefined : `${one.from} imports ${one.to}`;
	}
	// Files of data, such as package.json, are read and not run.
	if (!one.to.endsWith('.ts')) return undefined;
	const to = roomOf(one.to, picture);
	const isOnWay = to !== undefined && (from === to || waysOf(picture.arrows).get(from)?.has(to));
	return isOnWay ? undefined : `${one.from} imports ${one.to}: no way from ${from} to ${to}`;
}

/** From room to room, as the code has it. */
function arrowsOf(imports: Import[]): Picture['arrows'] {
	return imports.flatMap((one): Picture['arrows'] => {
		const [from, to] = [roomOf(one.from, PICTURE), roomOf(one.to, PICTURE)];
		return one.isPackage || !from || !to || from === to ? [] : [[from, to]];
	});
}

function cycles(arrows: Picture['arrows']): string[] {
	return Array.from(waysOf(arrows)).flatMap(([room, ways]) => (ways.has(room) ? [room] : []));
}

const inWords = ({ from, to }: Import) => `${from} → ${to}`;

describe('the picture', () => {
	it('has every room of the repository', () => {
		const rooms = [
			...foldersIn('nodes').map((name) => `nodes/${name}`),
			...foldersIn('zendesk').map((name) => `zendesk/${name}`),
			...sourcesIn('zendesk').filter((path) => posix.dirname(path) === 'zendesk'),
			...CODE.filter((folder) => !['nodes', 'test', 'zendesk'].includes(folder)),
			...['test/simulator', 'test/stories', 'test/*'],
		];
		expect(rooms.filter((room) => !PICTURE.rooms.includes(room))).toEqual([]);
		expect(PICTURE.rooms.filter((room) => !exists(room.replace(/\/\*$/, '')))).toEqual([]);
		const named = [...PICTURE.rooms, ...pathsLinkedIn(DOCUMENT).map(inDocs)];
		const tops = new Set(named.map((path) => path.split('/')[0]));
		expect(foldersIn('').filter((folder) => !tops.has(folder))).toEqual([]);
	});

	it('allows every import', () => {
		expect(IMPORTS.flatMap((one) => outside(one, PICTURE) ?? [])).toEqual([]);
	});

	it('has no arrow that nothing needs', () => {
		const used = new Set(arrowsOf(IMPORTS).map(([from, to]) => `${from} → ${to}`));
		const drawn = PICTURE.arrows.map(([from, to]) => `${from} → ${to}`);
		expect(drawn.filter((arrow) => !used.has(arrow))).toEqual([]);
	});

	it('leads nowhere in a circle, and neither does the code', () => {
		expect(cycles(PICTURE.arrows)).toEqual([]);
		expect(cycles(arrowsOf(IMPORTS))).toEqual([]);
	});
});

describe('whatever the picture says', () => {
	it.each(Object.entries(RULES))('%s', (_, breaks) => {
		expect(IMPORTS.filter(breaks).map(inWords)).toEqual([]);
	});

	it('operations are known by their index', () => {
		expect(OPERATIONS).toContain('nodes/ZendeskUsers/actions/user/offboard.ts');
		expect(OPERATIONS).toContain('nodes/ZendeskUserSync/operations/plan.ts');
		expect(OPERATIONS).not.toContain('nodes/ZendeskUsers/actions/user/common.ts');
		expect(OPERATIONS.size).toBeGreaterThan(20);
	});
});

it('links to what is there', () => {
	const paths = pathsLinkedIn(DOCUMENT).map(inDocs);
	expect(paths.length).toBeGreaterThan(20);
	expect(paths.filter((path) => !exists(path))).toEqual([]);
});

describe('an import that must not be is found', () => {
	it.each([
		['zendesk/users/find.ts', "import { sleep } from 'n8n-workflow';", 2],
		['zendesk/users/find.ts', "import type { Run } from '../../nodes/shared/operation';", 2],
		['zephr/sign.ts', "export * from '../credentials/boundTo';", 2],
		['zendesk/http/client.ts', "import { showMe } from '../api/users';", 2],
		['zendesk/api/users.ts', "import { nameOf } from '../users/view';", 1],
		['nodes/shared/run.ts', "const { setStage } = require('../../test/engine/engine');", 3],
		['nodes/shared/run.ts', "import('../../playground/ports')", 3],
		['nodes/shared/run.ts', "import fs = require('node:fs');", 2],
		['credentials/boundTo.ts', "import axios from 'axios';", 2],
		['nodes/ZendeskUsers/actions/user/get.ts', "import { mergeUser } from './merge';", 1],
		['nodes/ZendeskUsers/actions/user/get.ts', "import { userOperations } from '.';", 1],
		[
			'nodes/ZendeskUsersTrigger/properties.ts',
			"import { a } from '../ZendeskUsers/actions/user';",
			1,
		],
		['test/simulator/world.ts', "import { decide } from '../../zendesk/http/retry';", 1],
		['test/simulator/world.ts', "import type { Room } from '../../zendesk/users/view';", 2],
	])('%s: %s', (from, text, times) => {
		const [one] = importsOf(from, text);
		const broken = Object.values(RULES).filter((breaks) => breaks(one)).length;
		expect(broken + (outside(one, PICTURE) ? 1 : 0)).toBe(times);
	});

	it('and so is a circle', () => {
		const back: Picture['arrows'] = [['zendesk/seats', 'zendesk/activity']];
		expect(cycles([...PICTURE.arrows, ...back])).toEqual(['zendesk/activity', 'zendesk/seats']);
	});
});
