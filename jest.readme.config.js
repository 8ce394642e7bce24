/** @type {import('jest').Config} */
module.exports = {
	...require('./jest.queue.config.js'),
	roots: ['<rootDir>/test/readme'],
	// With nothing installed yet, most of it is downloading.
	testTimeout: 900_000,
};
