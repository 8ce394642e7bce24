const { spawn } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { dest, parallel, series, src } = require('gulp');

/** Runs a tool of node_modules/.bin and fails with it. */
function tool(name, ...args) {
	const task = () =>
		new Promise((resolve, reject) => {
			spawn(`node_modules/.bin/${name}`, args, { stdio: 'inherit' }).on('exit', (code) =>
				code === 0 ? resolve() : reject(new Error(`${name} ${args.join(' ')} ended with ${code}`)),
			);
		});
	task.displayName = name;
	return task;
}

const clean = () => rm('dist', { recursive: true, force: true });
clean.displayName = 'clean';

/** What n8n reads beside the compiled code: icons, the codex (search words) and the output previews. */
const assets = () =>
	src(
		[
			'icons/*.svg',
			'nodes/**/*.{svg,png}',
			'nodes/**/*.node.json',
			'nodes/**/__schema__/**/*.json',
		],
		{ base: '.', encoding: false, allowEmpty: true },
	).pipe(dest('dist'));
assets.displayName = 'assets';

exports.build = series(clean, parallel(tool('tsc', '-p', 'tsconfig.json'), assets));

exports.lint = parallel(
	tool('eslint', '--no-inline-config', 'nodes', 'credentials', 'zendesk', 'zephr', 'package.json'),
	tool('eslint', '-c', 'eslint.test.config.mjs', 'test', 'playground', 'release', 'live', 'nodes'),
	tool('tsc', '-p', 'tsconfig.test.json'),
	tool('prettier', '--check', '--log-level', 'warn', '.'),
);
