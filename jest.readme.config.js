/** @type {import('jest').Config} */
module.exports = {
	...require('./jest.queue.config.js'),
	roots: ['<rootDir>/test/readme'],
};
