import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { measureActivity } from './activity';
import { measureCost } from './cost';
import { type Figure, line, withBar } from './figure';
import { measurePurge } from './purge';
import { measureReading } from './reading';
import { measureSpeed } from './speed';
import { measureUpsert } from './upsert';

/** What is measured, in the order of the report. */
const AREAS: Array<(say: (line: string) => void) => Promise<Figure[]>> = [
	measureUpsert,
	measureSpeed,
	measureReading,
	measurePurge,
	measureActivity,
	measureCost,
];

const README = join(__dirname, 'README.md');
const [BEGIN, END] = ['<!-- figures -->', '<!-- /figures -->'];

function tableOf(figures: Figure[]): string {
	const cell = (text: string) => text.replace(/\|/g, '\\|');
	const rows = figures.map(
		({ name, value, bar, ok }) =>
			`| ${cell(name)} | ${cell(value)} | ${cell(bar)} | ${ok ? 'ok' : 'short'} |`,
	);
	const when = new Date().toISOString().slice(0, 10);
	const [{ model }] = cpus();
	return [
		BEGIN,
		'',
		'| Figure | Measured | Bar | |',
		'| --- | --- | --- | --- |',
		...rows,
		'',
		`Written by \`npm run bench -- --write\` on ${when}, Node ${process.version}, ${cpus().length} × ${model}.`,
		'',
		END,
	].join('\n');
}

async function writeTable(figures: Figure[]): Promise<void> {
	const text = await readFile(README, 'utf8');
	const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
	const made = text.slice(0, before) + tableOf(figures) + text.slice(after + END.length);
	await writeFile(README, made);
}

/** `--output=<file>` keeps the figures as JSON, `--write` in the README. */
async function main(args: string[]): Promise<void> {
	const startedAt = Date.now();
	const say = (text: string) =>
		console.error(`  … ${Math.round((Date.now() - startedAt) / 1000)} s: ${text}`);
	const figures: Figure[] = [];
	for (const measure of AREAS) {
		const measured = await measure(say);
		for (const figure of measured) console.log(line(figure));
		figures.push(...measured);
	}
	const barred = withBar(figures);
	const short = barred.filter(({ ok }) => !ok);
	console.log(`${barred.length} figures with a bar, ${short.length} short`);
	const output = args.find((arg) => arg.startsWith('--output='))?.slice('--output='.length);
	if (output) await writeFile(output, JSON.stringify(barred, null, '\t'));
	if (args.includes('--write')) await writeTable(figures);
	if (short.length > 0) process.exitCode = 1;
}

void main(process.argv.slice(2));
