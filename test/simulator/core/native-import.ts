import { constants, Script } from 'node:vm';

/**
 * Imports a package with Node's own loader. Jest's loader cannot load packages that are, or depend on, ES
 * modules; the main context of the process can.
 */
export function nativeImport(name: string): Promise<unknown> {
	const script = new Script('(name) => import(name)', {
		filename: __filename,
		importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
	});
	return (script.runInThisContext() as (name: string) => Promise<unknown>)(name);
}
