const { waitMs } = require('./playground/patience.json');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	// Suites with commands of their own.
	testPathIgnorePatterns: [
		'/node_modules/',
		'<rootDir>/test/e2e/',
		'<rootDir>/test/faults/',
		'<rootDir>/test/queue/',
		'<rootDir>/test/readme/',
		'<rootDir>/test/workflow/',
	],
	transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022' } }] },
	setupFiles: ['<rootDir>/test/setup.ts'],
	// Every file leaves some of n8n's modules behind; in one process, two hundred files fill the heap.
	workerIdleMemoryLimit: '1GB',
	// For hangs only: what a test shows must not depend on how fast the machine is.
	testTimeout: waitMs,
};
