import type { Page } from 'playwright-core';
import { HANDS_ON } from '../../playground/handsOn';

/** What the demo prints for its reader. */
export interface Printed {
	/** The address of the workflow. */
	url: string;
	email: string;
	password: string;
}

const node = (page: Page) =>
	page.locator('[data-test-id="canvas-node"]', { hasText: HANDS_ON }).first();

/** The node sums its run up above its output. */
const summary = (page: Page, outcome: string) => page.getByText(`1 row: 1 ${outcome}`).first();

/** Executes the node whose form is open. */
async function execute(page: Page, outcome: string): Promise<void> {
	await page.locator('[data-test-id="node-execute-button"]').click();
	await summary(page, outcome).waitFor();
}

/** What the README's steps ask of a person in front of a browser, by their bold words. */
export const HANDS: Record<string, (page: Page, printed: Printed) => Promise<void>> = {
	async 'Open the editor'(page, { url, email, password }) {
		await page.goto(url);
		await page.locator('input[name="emailOrLdapLoginId"]').fill(email);
		await page.locator('input[name="password"]').fill(password);
		await page.keyboard.press('Enter');
		await node(page).waitFor();
	},
	async 'Execute the workflow'(page) {
		await page.locator('[data-test-id="execute-workflow-button"]').first().click();
		await page.getByText('Workflow executed successfully').first().waitFor();
		await node(page).dblclick();
		await summary(page, 'skipped').waitFor();
	},
	async 'Switch _Dry Run_ off'(page) {
		await page.locator('[data-test-id="parameter-input-dryRun"]').click();
	},
	async 'Execute the step'(page) {
		await execute(page, 'downgraded');
	},
	async 'Execute it once more'(page) {
		await execute(page, 'unchanged');
	},
};
