import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { OUTPUT } from './browser';

type Box = { x: number; y: number; width: number; height: number };

const MARGIN = 24;

const OVER_THE_CANVAS = [
	'canvas-controls',
	'canvas-minimap',
	'execute-workflow-button',
	'node-creator-plus-button',
	'command-bar-button',
	'add-sticky-button',
	'toggle-focus-panel-button',
	'instance-ai-canvas-action-button',
];

async function clipped(page: Page, name: string, clip: Box): Promise<void> {
	await page.mouse.move(0, 0);
	await page.screenshot({ path: join(OUTPUT, `${name}.png`), clip });
}

/** The box around all of them, as they are on the page; those that are not shown left out. */
async function boxAround(page: Page, selector: string): Promise<Box> {
	const all = await page
		.locator(selector)
		.evaluateAll((elements) =>
			elements
				.map((element) => element.getBoundingClientRect().toJSON() as DOMRect)
				.filter(({ width, height }) => width > 0 && height > 0),
		);
	const x = Math.min(...all.map(({ left }) => left));
	const y = Math.min(...all.map(({ top }) => top));
	return {
		x,
		y,
		width: Math.max(...all.map(({ right }) => right)) - x,
		height: Math.max(...all.map(({ bottom }) => bottom)) - y,
	};
}

const byTestId = (id: string) => `[data-test-id="${id}"]`;

/** The form of an open node, down to its last parameter, without the panels beside it. */
export async function pictureOfForm(page: Page, name: string): Promise<void> {
	const panel = await boxAround(page, byTestId('node-parameters'));
	const { y } = await boxAround(page, byTestId('tab-params'));
	const last = await boxAround(
		page,
		`${byTestId('node-parameters')} ${byTestId('parameter-item')}`,
	);
	const top = y - MARGIN / 2;
	const height = Math.min(last.y + last.height + MARGIN, panel.y + panel.height) - top;
	await clipped(page, name, { ...panel, y: top, height });
}

/** The dialog of a credential, down to the last of its fields. */
export async function pictureOfCredential(page: Page, name: string): Promise<void> {
	const dialog = await boxAround(page, byTestId('editCredential-modal'));
	const fields = await boxAround(page, byTestId('credential-connection-parameter'));
	const height = Math.min(fields.y + fields.height + MARGIN / 2 - dialog.y, dialog.height);
	await clipped(page, name, { ...dialog, height });
}

/** What has come out of an open node. */
export async function pictureOfOutput(page: Page, name: string): Promise<void> {
	await clipped(page, name, await boxAround(page, byTestId('output-panel')));
}

/** The panel that offers nodes and what they do. */
export async function pictureOfNodePanel(page: Page, name: string): Promise<void> {
	await clipped(page, name, await boxAround(page, byTestId('node-creator')));
}

/** The workflow that is open, as it lies on the canvas, without the editor around it. */
export async function pictureOfCanvas(page: Page, name: string): Promise<void> {
	await page.addStyleTag({
		content: `${OVER_THE_CANVAS.map(byTestId).join()} { visibility: hidden }`,
	});
	const box = await boxAround(page, `${byTestId('canvas-node')}, ${byTestId('sticky')}`);
	await clipped(page, name, {
		x: box.x - MARGIN,
		y: box.y - MARGIN,
		width: box.width + 2 * MARGIN,
		height: box.height + 2 * MARGIN,
	});
}
