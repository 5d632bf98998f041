import { eventually, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { HAS_CHROMIUM, PAGE_TEST_MS, startBrowser, visit } from '../support/page.ts';
import { up } from '../support/up.ts';

test.skipIf(!HAS_CHROMIUM)(
  'shots come onto the wall as they are stored, and keys walk them (needs chromium)',
  { timeout: PAGE_TEST_MS },
  async () => {
    const { http } = await up(['--source', 'sim:fps=5,people=2', '--select', 'every'], temporaryFolder());
    const { page, strangers, faults } = await visit(await startBrowser(), http);
    const tiles = page.locator('[data-shot]');
    await eventually('some shots', async () => (await tiles.count()) >= 4);
    const before = await tiles.count();
    await eventually('more of them, without a reload', async () => (await tiles.count()) >= before + 4);
    await page.getByText(/^1 device, newest picture .* old, nothing lost$/).waitFor();

    await page.getByRole('button', { name: 'Hold still' }).click();
    await page.getByRole('button', { name: /new shot/ }).waitFor();
    const shown = await idsOf(page);
    await tiles.first().focus();
    await page.keyboard.press('ArrowRight');
    await eventually('the second has the focus', async () => (await focused(page)) === shown[1]);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await eventually('its picture', () => page.evaluate("document.querySelector('dialog img')?.naturalWidth > 0"));
    expect(page.url()).toContain(`shot=${shown[1]}`);
    await page.keyboard.press('ArrowRight');
    await eventually('the one before it in time', () => page.url().includes(`shot=${shown[2]}`));
    await page.keyboard.press('Escape');
    await eventually('it is closed', async () => (await dialog.count()) === 0);
    expect(await focused(page)).toBe(shown[1]);
    expect(await idsOf(page), 'what was held has stayed').toEqual(shown);

    await page.getByRole('button', { name: /new shot/ }).click();
    await eventually('what waited is shown', async () => !shown.includes((await idsOf(page))[0] ?? ''));
    expect(strangers).toEqual([]);
    expect(faults).toEqual([]);
  },
);

type Page = Awaited<ReturnType<typeof visit>>['page'];

function idsOf(page: Page): Promise<string[]> {
  return page.evaluate("[...document.querySelectorAll('[data-shot]')].map((tile) => tile.dataset.shot)");
}

function focused(page: Page): Promise<string | undefined> {
  return page.evaluate('document.activeElement?.dataset.shot');
}
