import { findProgram, hasPrograms } from '@vedette/core/testing';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

export const HAS_CHROMIUM = hasPrograms('chromium');
/** A pipeline and a browser, each with processes of its own, beside whatever else runs. */
export const PAGE_TEST_MS = 120_000;

export interface Visit {
  readonly page: Page;
  /** What the page has asked of other hosts. */
  readonly strangers: readonly string[];
  /** What went wrong inside the page. */
  readonly faults: readonly string[];
}

/** A headless Chromium, until the test ends. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findProgram('chromium');
  if (executablePath === undefined) throw new Error('there is no chromium');
  // Tests may run as root, for whom Chromium's sandbox does not start.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  onTestFinished(() => browser.close());
  return browser;
}

/** Opens a page in a window of its own. */
export async function visit(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const strangers: string[] = [];
  const faults: string[] = [];
  const { host } = new URL(address);
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.host !== host) strangers.push(request.url());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.goto(address);
  return { page, strangers, faults };
}

/** What axe finds wrong with a page, each as `rule: where`. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[] }[];
  }[];
}

/** How many CSS pixels a page is wider than its window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  ) as Promise<number>;
}
