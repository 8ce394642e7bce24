import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { installCached } from '../playground/cached';
import { packPack } from '../playground/pack';
import { nativeImport } from '../test/simulator/core/native-import';
import { listContents, strangersIn } from './contents';

/**
 * n8n's own scanner over what its reviewers look at: the source, and the tarball that npm would publish. Its command line
 * only takes published packages, so the function behind it is called. It heeds no inline comments.
 */

const ROOT = join(__dirname, '..');

interface Verdict {
	passed: boolean;
	message?: string;
	details?: string;
}

interface Scanner {
	analyzePackage(folder: string, patterns: string[]): Promise<Verdict>;
	SOURCE_FILE_PATTERNS: string[];
}

const exec = promisify(execFile);
const say = (line: string) => console.log(`▸ ${line}`);

async function loadScanner(): Promise<Scanner> {
	const modules = await installCached(
		{
			name: 'scanner',
			folder: join(__dirname, 'scanner'),
			about: "n8n's scanner of community packages (190 MB, half a minute)",
		},
		say,
	);
	const file = join(modules, '@n8n', 'scan-community-package', 'scanner', 'scanner.mjs');
	return (await nativeImport(pathToFileURL(file).href)) as Scanner;
}

/** A package with one thing in it that the scanner must find: it works, and looks at what it is given. */
async function plantMistake(folder: string): Promise<void> {
	await mkdir(join(folder, 'nodes'), { recursive: true });
	await writeFile(join(folder, 'nodes', 'mistake.ts'), "export const run = () => eval('1 + 1');\n");
}

function report(what: string, { passed, message, details }: Verdict): boolean {
	console.log(`${passed ? '✓' : '✗'} ${what}${passed ? ': 0 findings' : `: ${message}`}`);
	if (details) console.log(details);
	return passed;
}

async function scan(work: string): Promise<boolean> {
	const { analyzePackage, SOURCE_FILE_PATTERNS } = await loadScanner();
	// The core isn't among what n8n scans as source, but it is what runs.
	const source = [...SOURCE_FILE_PATTERNS, '{zendesk,zephr}/**/*.ts'];

	const planted = join(work, 'planted');
	await plantMistake(planted);
	const { passed: isBlind } = await analyzePackage(planted, source);
	if (isBlind) throw new Error('The scanner does not find what was planted for it');

	const tarball = await packPack(work);
	const unpacked = join(work, 'unpacked');
	await mkdir(unpacked);
	await exec('tar', ['-xzf', tarball.path, '-C', unpacked]);
	const files = await listContents(join(unpacked, 'package'));
	const strangers = strangersIn(files);
	console.log(
		`${strangers.length === 0 ? '✓' : '✗'} the tarball: ${files.length} files, ${Math.round(tarball.bytes / 1000)} kB`,
	);
	for (const stranger of strangers) console.log(`  does not belong in it: ${stranger}`);
	return [
		strangers.length === 0,
		report('the source', await analyzePackage(ROOT, source)),
		report(
			'the tarball',
			await analyzePackage(join(unpacked, 'package'), ['**/*.js', 'package.json']),
		),
	].every(Boolean);
}

async function main(): Promise<void> {
	const work = await mkdtemp(join(tmpdir(), 'zendesk-users-scan-'));
	try {
		if (!(await scan(work))) process.exitCode = 1;
	} finally {
		await rm(work, { recursive: true, force: true });
	}
}

void main();
