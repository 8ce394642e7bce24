import { exists, read } from '../../docs/repository';
import { CREDENTIALS, NODES } from './forms';

interface Codex {
	node: string;
	categories: string[];
	alias: string[];
	resources: Record<string, Array<{ url: string }>>;
}

const codexOf = (name: string) => {
	const folder = name[0].toUpperCase() + name.slice(1);
	return JSON.parse(read(`nodes/${folder}/${folder}.node.json`)) as Codex;
};

/** What somebody types who needs the node. */
const SEARCHES: Record<string, string[]> = {
	zendeskUsers: [
		'agent',
		'deactivate',
		'delete user',
		'deprovision',
		'downgrade',
		'erase',
		'GDPR',
		'last login',
		'leaver',
		'license',
		'merge users',
		'offboarding',
		'reassign tickets',
		'right to be forgotten',
		'seat',
		'suspend',
		'usage',
		'user',
	],
	zendeskUserSync: [
		'directory',
		'HR',
		'import',
		'joiner',
		'leaver',
		'provisioning',
		'SCIM',
		'Zephr',
	],
	zendeskUsersTrigger: ['new user', 'role changed', 'suspend', 'user deleted', 'webhook', 'Zephr'],
	zendeskActivityTrigger: ['inactive', 'last login', 'license', 'polling', 'sign-in', 'usage'],
};

/** GitHub's name for the place of a heading. */
const anchorOf = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/[^\w\s-]/g, '')
		.trim()
		.replaceAll(' ', '-');

const anchorsIn = (path: string) =>
	Array.from(read(path).matchAll(/^#+ (.+)$/gm), ([, heading]) => anchorOf(heading));

const REPOSITORY = 'https://github.com/n8n-nodes-zendesk-users/n8n-nodes-zendesk-users';

/** Whether the link leads to a heading of the README, or of the document that it names. */
function isThere(link: string): boolean {
	const [page, anchor] = link.split('#');
	if (!page.startsWith(REPOSITORY)) return false;
	const path = page.slice(REPOSITORY.length).replace('/blob/main/', '') || 'README.md';
	return exists(path) && anchorsIn(path).includes(anchor);
}

describe.each(NODES)('$displayName', ({ name }) => {
	const { node, categories, alias, resources } = codexOf(name);

	it.each(SEARCHES[name])('is found by “%s”', (word) => {
		expect(alias).toContain(word);
	});

	it('stands where n8n has Zendesk', () => {
		expect(node).toBe(`n8n-nodes-zendesk-users.${name}`);
		expect(categories).toContain('Communication');
		expect(new Set(alias).size).toBe(alias.length);
	});

	it('leads to places of the documents that are there', () => {
		const links = Object.values(resources)
			.flat()
			.map(({ url }) => url);
		expect(links).toHaveLength(2);
		expect(links.filter((link) => !isThere(link))).toEqual([]);
	});
});

it.each(CREDENTIALS)('$displayName leads to a place that is there', ({ documentationUrl }) => {
	expect(isThere(String(documentationUrl))).toBe(true);
});
