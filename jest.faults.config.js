const { testMs } = require('./playground/patience.json');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test/faults'],
	testMatch: ['**/*.test.ts'],
	transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022' } }] },
	setupFiles: ['<rootDir>/test/setup.ts'],
	// Nothing here waits for real time, so that every core can work.
	maxWorkers: '100%',
	testTimeout: testMs,
};
