// npm run pictures: takes every picture of the documentation anew, in a real n8n on simulated services.
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { build, install, installN8n, jest, main } from './steps.mjs';

const root = new URL('..', import.meta.url).pathname;
const read = (path) => readFileSync(`${root}${path}`, 'utf8');
const taken = (name) => `${root}test/e2e/output/${name}`;

/** The pictures that are there, and those that a page wants to show. */
function pictures() {
	const pages = ['README.md', 'workflows/README.md'].map(read).join('\n');
	const linked = Array.from(pages.matchAll(/docs\/images\/([\w-]+\.png)/g), ([, name]) => name);
	return new Set([...linked, ...readdirSync(`${root}docs/images`)]);
}

await main(async () => {
	await install();
	await build();
	await installN8n();
	const names = [...pictures()].sort();
	// A picture of an earlier run must not pass for one of this.
	for (const name of names) rmSync(taken(name), { force: true });
	const suites = JSON.parse(read('test/e2e/pictures.json'));
	const files = suites.map((suite) => `test/e2e/${suite}.test.ts`);
	// A part of the tests would take a part of the pictures.
	await jest('taking pictures', 'jest.e2e.config.js', files, { env: { FULL: '1' } });
	const missing = names.filter((name) => !existsSync(taken(name)));
	if (missing.length > 0) throw new Error(`no suite has taken ${missing.join(', ')}`);
	for (const name of names) copyFileSync(taken(name), `${root}docs/images/${name}`);
	console.log(`${names.length} pictures are in docs/images`);
});
