import { eventually, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { HAS_CHROMIUM, PAGE_TEST_MS, startBrowser, visit } from '../support/page.ts';
import { cloud } from '../support/up.ts';

test.skipIf(!HAS_CHROMIUM)(
  'where nothing is yet, each place says what to do; a server that is gone is told (needs chromium)',
  { timeout: PAGE_TEST_MS },
  async () => {
    const running = await cloud(temporaryFolder());
    const { page } = await visit(await startBrowser(), running.http);
    await page.getByText('No shot has come yet').waitFor();
    await page.getByRole('link', { name: 'Browse' }).click();
    await page.getByText('The bucket is empty').waitFor();
    await page.getByRole('link', { name: 'Delivery' }).click();
    await page.getByText('No books for this time').waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Devices' }).click();
    await page.getByRole('heading', { name: 'No device yet' }).waitFor();
    expect(await page.locator('.command code').first().textContent()).toContain('vedette edge');
    expect(await page.locator('a.state').textContent()).toBe('no device yet');
    running.kill('SIGKILL');
    await running.exit;
    await eventually('it is told', async () => (await page.locator('a.state').textContent())?.startsWith('No answer'));
  },
);
