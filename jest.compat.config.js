const { join } = require('node:path');
const base = require('./jest.config.js');

/** Where the other engine of n8n is installed; `npm run test:compat` knows. */
const modules = process.env.ENGINE_MODULES;

const ENGINE = ['n8n-core', 'n8n-workflow', 'reflect-metadata'];

/** @type {import('jest').Config} */
module.exports = {
	...base,
	roots: ['<rootDir>/test/engine'],
	moduleNameMapper: Object.fromEntries(ENGINE.map((name) => [`^${name}$`, join(modules, name)])),
	// Older engines keep timers of their own running.
	forceExit: true,
};
