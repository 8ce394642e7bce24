import { installN8n } from './install';

// So that no test's time goes into an installation.
installN8n((line) => console.log(`  ${line}`)).catch((error: unknown) => {
	console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
	process.exitCode = 1;
});
