import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Playground } from '../../playground/playground';
import type { Workflow } from '../../playground/rest';
import { partFrom } from '../part';

/** The templates that the pack brings, whatever they are. */
export const TEMPLATES = readdirSync(join(__dirname, '..', '..', 'workflows'))
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace('.json', ''));

/** All of them are opened with placeholders by `fresh.test.ts`; of those that are set up and ready, a part. */
const OPENED_OF_PART = 2;
const opened = partFrom(TEMPLATES, OPENED_OF_PART);

/** `it`, for a template that is opened as it is once it is set up: at full size each, else a part that differs with the seed. */
export const itIfOpened = (template: string) => (opened.includes(template) ? it : it.skip);

const REAL_NODES = '[data-test-id="canvas-node"]:not(:has([data-test-id="sticky"]))';

/** A template as somebody sees it who has imported it: n8n knows each node, and none lacks anything. */
export async function expectTemplateOpens(
	page: Page,
	{ n8n }: Playground,
	{ id, nodes }: Pick<Workflow, 'id' | 'nodes'>,
): Promise<void> {
	await page.goto(`${n8n.url}/workflow/${id}`);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor();
	const real = nodes.filter(({ type }) => !type.endsWith('stickyNote'));
	await expect(page.locator(REAL_NODES).count()).resolves.toBe(real.length);
	// What n8n shows on a node whose type it does not know, or whose parameters or credentials are wrong.
	await expect(page.locator('[data-test-id="node-issues"]').count()).resolves.toBe(0);
	await expect(page.getByText(/install this node|not currently installed/i).count()).resolves.toBe(
		0,
	);
	// The canvas fades in.
	await page.waitForFunction(() => document.getAnimations().length === 0);
}

/** n8n lets nobody publish a workflow with a node that lacks something, even one that is never reached. */
export async function expectPublishable(page: Page): Promise<void> {
	const publish = page.locator('[data-test-id="workflow-open-publish-modal-button"]');
	await expect(publish.isEnabled()).resolves.toBe(true);
}
