import oldest from '../compat/oldest/package.json';
import ours from '../../package.json';
import playground from '../../playground/package.json';
import { read } from './repository';

const README = read('README.md');

it('claims the versions of n8n that the suites run in, and no others', () => {
	const [, table] = /## Compatibility\n\n([\s\S]*?)\n\n/.exec(README)!;
	const claimed = table.split('\n').flatMap((row) => /^\| (\d+\.\d+\.\d+)/.exec(row)?.[1] ?? []);
	expect(claimed).toEqual([
		ours.devDependencies['n8n-core'],
		playground.dependencies.n8n,
		oldest.dependencies['n8n-core'],
	]);
});
