const { testMs } = require('./playground/patience.json');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	// Templates run with n8n's own nodes: in a real n8n, and in its engine in this process.
	roots: ['<rootDir>/test/e2e', '<rootDir>/test/workflow'],
	testMatch: ['**/*.test.ts'],
	transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022' } }] },
	// One n8n at a time: it takes both cores for half a minute to start.
	maxWorkers: 1,
	// What is left after a failed start must not hold up the suites that follow.
	forceExit: true,
	// For hangs only, as every wait in a test is.
	testTimeout: testMs,
};
