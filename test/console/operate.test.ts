import { eventually, sharedFile, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, test } from 'vitest';
import { HAS_CHROMIUM, PAGE_TEST_MS, startBrowser, visit } from '../support/page.ts';
import { cloud } from '../support/up.ts';

const coffee = sharedFile('testdata/images/coffee.png');

describe.skipIf(!coffee || !HAS_CHROMIUM)('a picture of ../shared/testdata/images (needs chromium)', () => {
  test('is stored, operated on in the order that was chosen, and shown', { timeout: PAGE_TEST_MS }, async () => {
    const { http } = await cloud(temporaryFolder());
    const { page, strangers } = await visit(await startBrowser(), `${http}/#/operate`);
    await page.locator('input[type=file]').setInputFiles(coffee as string);
    await page.getByText('600 × 400').waitFor();

    await page.getByLabel('Width, px').fill('300');
    await page.getByLabel('Add an operation').selectOption('Rotate');
    await page.getByLabel('Add an operation').selectOption('Convert');
    await page.getByRole('button', { name: 'Rotate earlier' }).click();
    await page.getByRole('button', { name: 'Run' }).click();
    // Turned first, 400 × 600 is made 300 wide.
    await page.getByText('300 × 450, image/webp').waitFor();
    const result = "document.querySelector('[aria-live] img')";
    await eventually('it is shown', () =>
      page.evaluate(`${result}?.naturalWidth === 300 && ${result}.naturalHeight === 450`),
    );
    expect(await page.getByRole('link', { name: 'Download' }).getAttribute('download')).toMatch(/\.webp$/);

    await page.getByRole('link', { name: 'where it is from' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('link', { name: 'rotate, resize, convert' }).waitFor();
    await page.keyboard.press('Escape');

    await page.getByLabel('Add an operation').selectOption('Crop');
    await page.getByLabel('Left, px').fill('5000');
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByRole('alert').filter({ hasText: 'operation 4' }).waitFor();
    expect(strangers).toEqual([]);
  });
});
