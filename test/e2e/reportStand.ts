import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { newWindow, startBrowser } from './browser';

/** As n8n answers a webhook with HTML: a page without an origin, without storage. */
const SANDBOX =
	'sandbox allow-downloads allow-forms allow-modals allow-orientation-lock allow-pointer-lock allow-popups allow-popups-to-escape-sandbox allow-presentation allow-scripts allow-top-navigation-by-user-activation allow-top-navigation-to-custom-protocols';

export const WIDE = { viewport: { width: 1280, height: 900 } };
export const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

/** Opens a report in a window of its own, which is closed after the test. */
export type Open = (html: string, options?: BrowserContextOptions) => Promise<Page>;

/**
 * Serves the reports of a test file as n8n does. After each test nothing may stand in the console, and of each window
 * nothing may have been asked for but the document.
 */
export function standForReports(path: string): Open {
	let browser: Browser;
	let server: Server;
	let shown = '';
	const requests: string[] = [];
	const messages: string[] = [];
	const windows: Array<() => Promise<void>> = [];

	beforeAll(async () => {
		browser = await startBrowser();
		server = createServer((_, response) => {
			response.setHeader('Content-Type', 'text/html; charset=utf-8');
			response.setHeader('Content-Security-Policy', SANDBOX);
			response.end(shown);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});

	afterAll(async () => {
		await browser?.close();
		server?.close();
	});

	beforeEach(() => {
		requests.length = 0;
		messages.length = 0;
	});

	afterEach(async () => {
		const pages = windows.length;
		for (const close of windows.splice(0)) await close();
		expect(messages).toEqual([]);
		expect(requests).toHaveLength(pages);
	});

	return async (html, options = WIDE) => {
		shown = html;
		const context = await newWindow(browser, options);
		windows.push(() => context.close());
		const page = await context.newPage();
		page.on('request', (request) => requests.push(request.url()));
		page.on('console', (message) => messages.push(message.text()));
		page.on('pageerror', (thrown) => messages.push(thrown.message));
		const { port } = server.address() as AddressInfo;
		await page.goto(`http://127.0.0.1:${port}/${path}`);
		return page;
	};
}

/** The texts of the rows that a reader sees, cell by cell. */
export async function rowsOn(page: Page, selector: string): Promise<string[][]> {
	return await page.evaluate((rows) => {
		const text = ({ textContent }: Element) => (textContent ?? '').replace(/\s+/g, ' ').trim();
		return Array.from(document.querySelectorAll<HTMLElement>(rows))
			.filter((row) => !row.hidden)
			.map((row) => Array.from(row.children).map(text));
	}, selector);
}

/** The key figures as they are read. */
export async function figuresOn(page: Page): Promise<Record<string, string>> {
	return await page.evaluate(() => {
		const text = (element: Element | null) =>
			(element?.textContent ?? '').replace(/\s+/g, ' ').trim();
		return Object.fromEntries(
			Array.from(document.querySelectorAll('.figure')).map((entry) => [
				text(entry.querySelector('dt')),
				Array.from(entry.querySelectorAll('dd')).map(text).join(' / '),
			]),
		);
	});
}

/** All that every report draws: bars with their axis and tooltips, and shares of a whole. */
export async function drawingsOn(page: Page) {
	return await page.evaluate(() => {
		const text = ({ textContent }: Element) => (textContent ?? '').replace(/\s+/g, ' ').trim();
		const all = (selector: string, root: ParentNode = document) =>
			Array.from(root.querySelectorAll<HTMLElement>(selector));
		return {
			bars: all('rect[data-bar]').map((bar) => Math.round(bar.getBoundingClientRect().height)),
			tooltips: all('svg title').map(text),
			ticks: all('svg [data-tick]').map(text),
			nobody: !document.querySelector<HTMLElement>('[data-no-bars]')!.hidden,
			shares: all('.share')
				.map((bar) =>
					all('span', bar).map((part) => Math.round(part.getBoundingClientRect().width)),
				)
				.filter((parts) => parts.some((width) => width > 0)),
		};
	});
}

/** Whatever axe finds wrong with a page, of any weight. */
export async function faultsOn(page: Page): Promise<string[]> {
	await page.evaluate(axe.source);
	const { violations, passes } = await page.evaluate(
		async () => await (window as unknown as { axe: typeof axe }).axe.run(),
	);
	// It has looked at something.
	expect(passes.length).toBeGreaterThan(20);
	return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0].html}`);
}
