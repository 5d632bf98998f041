import { eventually, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { axeFaults, HAS_CHROMIUM, overflowOf, PAGE_TEST_MS, startBrowser, visit } from '../support/page.ts';
import { cloud, up } from '../support/up.ts';

/** What is seen once a place has what it shows. */
const PLACES = {
  live: '[data-shot]',
  browse: '[data-shot]',
  'browse?as=objects': '.objects a',
  delivery: '.chart canvas',
  devices: '.device',
  operate: '.drop',
};
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const MAX_FIRST_LOAD = 200_000;

const looks = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['on a phone', { ...PHONE, colorScheme: 'light' }],
] as const;

test.skipIf(!HAS_CHROMIUM)(
  'every place is fit for a screen reader and its window, light, dark and on a phone (needs chromium)',
  { timeout: PAGE_TEST_MS },
  async () => {
    const { http } = await up(['--source', 'sim:frames=20', '--select', 'every'], temporaryFolder());
    const browser = await startBrowser();
    for (const [look, options] of looks) {
      const { page, faults, strangers } = await visit(browser, http, options);
      await page.locator('[data-shot]').first().waitFor();
      for (const [place, content] of Object.entries(PLACES)) {
        await page.goto(`${http}/#/${place}`);
        await page.locator(content).first().waitFor();
        expect.soft(await axeFaults(page), `${place}, ${look}`).toEqual([]);
        expect.soft(await overflowOf(page), `${place}, ${look}`).toBeLessThanOrEqual(0);
      }
      await page.goto(`${http}/#/browse`);
      await page.locator('[data-shot]').first().click();
      await page.getByRole('dialog').getByText('How it got here').waitFor();
      expect.soft(await axeFaults(page), `a shot, ${look}`).toEqual([]);
      expect([faults, strangers]).toEqual([[], []]);
      await page.context().close();
    }
  },
);

test.skipIf(!HAS_CHROMIUM)(
  'the first load is small, and comes compressed (needs chromium)',
  { timeout: PAGE_TEST_MS },
  async () => {
    const { http } = await cloud(temporaryFolder());
    const browser = await startBrowser();
    const { page } = await visit(browser, 'about:blank');
    let bytes = 0;
    const encodings = new Set<string | undefined>();
    page.on('response', async (response) => {
      if (!/\/$|\/assets\//.test(new URL(response.url()).pathname)) return;
      const { responseBodySize, responseHeadersSize } = await response.request().sizes();
      bytes += responseBodySize + responseHeadersSize;
      if (response.url().endsWith('.js')) encodings.add(response.headers()['content-encoding']);
    });
    await page.goto(http);
    await page.getByText('No shot has come yet').waitFor();
    await eventually('page and script are counted', () => encodings.size > 0 && bytes > 10_000);
    expect(bytes).toBeLessThan(MAX_FIRST_LOAD);
    expect([...encodings]).not.toContain(undefined);
  },
);
