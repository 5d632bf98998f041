import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { HAS_CHROMIUM, PAGE_TEST_MS, startBrowser, visit } from '../support/page.ts';
import { up } from '../support/up.ts';
import { vedette } from '../support/vedette.ts';

test.skipIf(!HAS_CHROMIUM)(
  'where a token is wanted, the page asks for it, and has pictures and events with it (needs chromium)',
  { timeout: PAGE_TEST_MS },
  async () => {
    const cwd = temporaryFolder();
    const { code, stdout: token } = await vedette(['token', 'add', 'night', '--scope', 'read'], { cwd }).exit;
    expect(code).toBe(0);
    const { http } = await up(['--source', 'sim:fps=2', '--select', 'every'], cwd);
    const { page } = await visit(await startBrowser(), http);
    const field = page.getByRole('textbox', { name: 'Token' });
    await field.fill('wrong');
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.getByText('The token that this browser has is not').waitFor();
    await field.fill(token.trim());
    await page.getByRole('button', { name: 'Come in' }).click();
    const tiles = page.locator('[data-shot]');
    await tiles.nth(1).waitFor();
    const before = await tiles.count();
    await tiles.nth(before + 1).waitFor(); // as events tell
    await tiles.first().click();
    await page.getByRole('dialog').locator('img').waitFor();
  },
);
