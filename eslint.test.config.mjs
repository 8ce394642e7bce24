import js from '@eslint/js';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';
import forms from './eslint.forms.cjs';

/**
 * The rules for what is not published: tests, simulator, playground, release, live. The pack itself is linted by
 * eslint.config.mjs, which has to be n8n's own; what more holds for the nodes is in eslint.forms.cjs.
 */
export default tseslint.config(
	{ ignores: ['dist/**', 'test/e2e/output/**'] },
	{
		files: ['test/**/*.ts', 'playground/**/*.ts', 'release/**/*.ts', 'live/**/*.ts'],
		extends: [js.configs.recommended, tseslint.configs.recommended],
		rules: {
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
		},
	},
	{
		files: ['test/**/*.test.ts'],
		ignores: ['test/e2e/**'],
		extends: [jest.configs['flat/recommended']],
		rules: {
			'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'fc.assert'] }],
			'jest/no-conditional-expect': 'off',
			'jest/no-disabled-tests': 'error',
			'jest/no-standalone-expect': 'off',
		},
	},
	...forms,
);
