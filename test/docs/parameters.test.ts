import { ESLint, type Linter } from 'eslint';
import { join } from 'node:path';
import { read, sourcesIn } from './repository';

const ROOT = join(__dirname, '..', '..');
const eslint = new ESLint({
	cwd: ROOT,
	overrideConfigFile: true,
	overrideConfig: jest.requireActual<Linter.Config[]>('../../eslint.forms.cjs'),
});

/** An operation's file, whose text is replaced by what somebody might write. */
const PLACE = 'nodes/ZendeskUsers/actions/user/suspend.ts';

async function complaints(code: string, filePath = PLACE): Promise<string[]> {
	const [{ messages }] = await eslint.lintText(code, { filePath: join(ROOT, filePath) });
	return messages.map(({ ruleId, message }) => ruleId ?? message);
}

const CONTEXT = "import type { IExecuteFunctions } from 'n8n-workflow';\n";

describe('a cast of a parameter', () => {
	it.each([
		["const isDry = (c: IExecuteFunctions) => c.getNodeParameter('dryRun', 0) as boolean;"],
		["const isDry = (c: IExecuteFunctions) => c.getNodeParameter('dryRun', 0) === true;"],
		["const isDry = ({ getNodeParameter }: IExecuteFunctions) => getNodeParameter('dryRun', 0);"],
		["const isDry = (c: IExecuteFunctions) => c['getNodeParameter']('dryRun', 0);"],
		["const level = (value: unknown) => value as 'delete' | 'suspend';"],
		['const fields = (value: unknown) => value as Record<string, string>;'],
		['const words = (value: unknown) => (value as unknown[]).length;'],
		['const name = (value: object) => value as unknown as string;'],
		['const name = (value: unknown) => <string>value;'],
		["import { readParameter } from '../../../shared/parameters';"],
	])('is refused: %s', async (line) => {
		expect(await complaints(`${CONTEXT}${line}\nexport {};\n`)).not.toEqual([]);
	});

	it('is not made of what is checked', async () => {
		const code =
			"const isText = (value: unknown) => (typeof value === 'string' ? value.trim() : undefined);\n";
		expect(await complaints(code)).toEqual([]);
	});
});

it('no node casts a parameter', async () => {
	const found: string[] = [];
	for (const path of sourcesIn('nodes')) {
		for (const said of await complaints(read(path), path)) found.push(`${path}: ${said}`);
	}
	expect(found).toEqual([]);
}, 120_000);
