import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
	type Browser,
	type BrowserContext,
	type BrowserContextOptions,
	chromium,
	type Page,
} from 'playwright-core';
import type { Playground } from '../../playground/playground';
import { OWNER } from '../../playground/rest';
import { PATIENCE_MS } from '../../playground/waiting';

const CHROMIUMS = [
	process.env.CHROMIUM_PATH,
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Pictures of what the tests saw. */
export const OUTPUT = join(__dirname, 'output');

/** n8n's editor asks npm whether there is a newer version of a package, which the playground's proxy does not know. */
const NEWS = /https:\/\/registry\.npmjs\.org\//;

/** A headless Chromium; with a playground, it reaches the simulated Zendesk as a person's browser does. */
export async function startBrowser(playground?: Playground): Promise<Browser> {
	const executablePath = CHROMIUMS.find((path) => path && existsSync(path));
	if (!executablePath) {
		throw new Error(
			'No Chromium found: install one (apt-get install chromium) or name it in CHROMIUM_PATH',
		);
	}
	mkdirSync(OUTPUT, { recursive: true });
	return await chromium.launch({
		executablePath,
		timeout: PATIENCE_MS,
		...(playground
			? { proxy: { server: playground.proxy.url, bypass: 'localhost,127.0.0.1' } }
			: {}),
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
}

/** A window in which every wait is as patient as all others. */
export async function newWindow(
	browser: Browser,
	options: BrowserContextOptions,
): Promise<BrowserContext> {
	const context = await browser.newContext(options);
	context.setDefaultTimeout(PATIENCE_MS);
	return context;
}

/** A window of somebody who is asked for a password by the browser. */
export async function windowOf(
	browser: Browser,
	person?: { user: string; password: string },
): Promise<BrowserContext> {
	return await newWindow(browser, {
		viewport: { width: 900, height: 1000 },
		...(person ? { httpCredentials: { username: person.user, password: person.password } } : {}),
	});
}

/**
 * The owner's editor. `problems` gathers what the browser's console complains about.
 *
 * @param deviceScaleFactor how many points a pixel has on the screen, and in pictures of it
 */
export async function openEditor(
	browser: Browser,
	{ n8n }: Playground,
	deviceScaleFactor = 1,
): Promise<{ page: Page; problems: string[] }> {
	const context = await newWindow(browser, {
		viewport: { width: 1500, height: 950 },
		deviceScaleFactor,
		ignoreHTTPSErrors: true,
	});
	const page = await context.newPage();
	await page.goto(`${n8n.url}/signin`);
	await page.locator('input[name="emailOrLdapLoginId"]').fill(OWNER.email);
	await page.locator('input[name="password"]').fill(OWNER.password);
	await page.keyboard.press('Enter');
	await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
	const problems: string[] = [];
	page.on('pageerror', (error) => problems.push(error.message));
	page.on('console', (message) => {
		const said = `${message.text()} ${message.location().url}`;
		if (message.type() === 'error' && !NEWS.test(said)) problems.push(said);
	});
	return { page, problems };
}

export async function picture(page: Page, name: string): Promise<void> {
	await page.screenshot({ path: join(OUTPUT, `${name}.png`), fullPage: true });
}

/** A page of n8n's forms, without the empty room around its card. */
export async function pictureOfCard(page: Page, name: string): Promise<void> {
	await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
	const card = page.locator('.card').filter({ visible: true }).first();
	const { x, y, width, height } = (await card.boundingBox())!;
	await page.screenshot({
		path: join(OUTPUT, `${name}.png`),
		fullPage: true,
		clip: { x: x - 24, y: y - 24, width: width + 48, height: height + 48 },
	});
}
