const { testMs } = require('./playground/patience.json');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test/queue'],
	testMatch: ['**/*.test.ts'],
	transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022' } }] },
	maxWorkers: 1,
	// What is left after a failed start must not hold up the suites that follow.
	forceExit: true,
	// Most of it is waiting for n8n, which takes its time on a busy machine.
	testTimeout: testMs,
};
