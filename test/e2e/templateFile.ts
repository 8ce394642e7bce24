import { readTemplate } from '../../playground/template';

/** The newest versions of nodes that n8n 2.3 has. */
export const NEWEST: Record<string, number> = {
	code: 2,
	dataTable: 1.1,
	emailSend: 2.1,
	errorTrigger: 1,
	filter: 2.3,
	httpRequest: 4.3,
	if: 2.3,
	manualTrigger: 1,
	merge: 3.2,
	n8nTrigger: 1,
	noOp: 1,
	redis: 1,
	removeDuplicates: 2,
	respondToWebhook: 1.5,
	scheduleTrigger: 1.3,
	set: 3.4,
	splitOut: 1,
	stickyNote: 1,
	stopAndError: 1,
	switch: 3.4,
	wait: 1.1,
	webhook: 2.1,
	zendeskActivityTrigger: 1,
	zendeskUsers: 1,
	zendeskUsersTrigger: 1,
};

/** How a template finds its data tables in whatever n8n it is imported into. */
const TABLES = {
	'by name': ({ mode }: { mode?: string }) => expect(mode).toBe('name'),
	'by expression': ({ value }: { value?: string }) => expect(value).toMatch(/^=/),
};

/** What has to be true of the file of a template, whatever it does. */
export function itIsATemplate(name: string, tables: keyof typeof TABLES): void {
	const { nodes, ...template } = readTemplate(name);

	it('holds nothing of the instance that it was made on', () => {
		expect(nodes.filter((node) => node.credentials)).toEqual([]);
		expect(JSON.stringify(template)).not.toContain('instanceId');
		for (const { parameters } of nodes) {
			const { dataTableId } = parameters as { dataTableId?: { mode: string; value: string } };
			if (dataTableId) TABLES[tables](dataTableId);
		}
	});

	it('asks for nothing newer than n8n 2.3', () => {
		for (const { type, typeVersion } of nodes) {
			expect(typeVersion).toBeLessThanOrEqual(NEWEST[type.split('.')[1]]);
		}
	});

	it('explains each setting in the note beside Settings', () => {
		const parametersOf = (node: string) => nodes.find((each) => each.name === node)!.parameters;
		const { assignments } = parametersOf('Settings').assignments as {
			assignments: Array<{ name: string }>;
		};
		const explained = parametersOf('Note: settings').content;
		for (const setting of assignments) expect(explained).toContain(`*${setting.name}*`);
	});
}
