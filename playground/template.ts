import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workflow } from './rest';

/** What a person fills in after importing a template: the Settings node, and a credential for each node that asks. */
export interface Filling {
	/** Values of the *Settings* node by name. */
	settings: Record<string, string>;
	/** By node name, or for all nodes of a type: the credential's type and reference. */
	credentials: Record<string, { type: string; id: string; name: string }>;
}

export function readTemplate(name: string): Workflow {
	return JSON.parse(
		readFileSync(join(__dirname, '..', 'workflows', `${name}.json`), 'utf8'),
	) as Workflow;
}

/** Fills a template in as its sticky note says; nothing else of it is changed. */
export function fillIn(template: Workflow, { settings, credentials }: Filling): Workflow {
	const filled = structuredClone(template);
	for (const node of filled.nodes) {
		if (node.name === 'Settings') {
			const { assignments } = node.parameters.assignments as {
				assignments: Array<{ name: string; value: string }>;
			};
			for (const assignment of assignments) {
				assignment.value = settings[assignment.name] ?? assignment.value;
			}
		}
		const picked = credentials[node.name] ?? credentials[node.type];
		if (picked) node.credentials = { [picked.type]: { id: picked.id, name: picked.name } };
	}
	return filled;
}
