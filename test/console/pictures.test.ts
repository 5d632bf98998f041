import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, sharedFile, temporaryFolder } from '@vedette/core/testing';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { imagesIn } from '../support/bucket.ts';
import { HAS_CHROMIUM, PAGE_TEST_MS, startBrowser, visit } from '../support/page.ts';
import { up } from '../support/up.ts';

const images = sharedFile('testdata/images');

describe.skipIf(!images || !HAS_CHROMIUM)('pictures of ../shared/testdata/images (needs chromium)', () => {
  test('each face is on the wall, and its page says where it is from', { timeout: PAGE_TEST_MS }, async () => {
    const cwd = temporaryFolder();
    const running = await up(['--source', `dir:${images}`, '--device', 'pole-7'], cwd);
    await running.says(/The source is spent/, 60_000);
    const bucket = join(cwd, 'data/bucket');
    await eventually('all is stored', async () => (await waitingAt(running.http)) === 0);
    const stored = imagesIn(bucket).length;
    const context = { permissions: ['clipboard-read', 'clipboard-write'] };
    const { page, strangers, faults } = await visit(await startBrowser(), `${running.http}/#/browse`, context);
    const tiles = page.locator('[data-shot]');
    await eventually('each has its tile', async () => (await tiles.count()) === stored);

    const hours = page.locator('.strip button');
    const busiest = page.getByRole('button', { name: /o'clock: [1-9]/ }).last();
    const ofHour = Number(/: (\d+) shot/.exec((await busiest.getAttribute('aria-label')) ?? '')?.[1]);
    await busiest.click();
    await eventually('the shots of that hour', async () => (await tiles.count()) === ofHour);
    await page.getByRole('button', { name: 'All day' }).click();
    await hours.first().hover();
    await page.mouse.down();
    await hours.last().hover();
    await page.mouse.up();
    await eventually('all hours are chosen', () => page.url().includes('hours=0-23'));
    await page.getByRole('link', { name: 'Show all' }).click();

    await page.getByRole('combobox', { name: 'Sure' }).selectOption('0.9');
    await eventually('fewer are so sure', async () => (await tiles.count()) < stored);
    for (const text of await tiles.allInnerTexts())
      expect(Number(/(\d+) % sure/.exec(text)?.[1])).toBeGreaterThanOrEqual(90);
    await page.getByRole('combobox', { name: 'Camera' }).selectOption({ label: 'home pole-7 cam0' });
    expect(page.url()).toContain('camera=cam0');
    await page.getByRole('link', { name: 'Show all' }).click();

    await tiles.first().click();
    const shot = page.getByRole('dialog');
    await shot.locator('.mark-point').first().waitFor();
    await shot.getByText('How it got here').waitFor();
    await shot.getByRole('button', { name: 'Copy the key' }).click();
    const key = (await page.evaluate('navigator.clipboard.readText()')) as string;
    const { width, height } = await sharp(readFileSync(join(bucket, key))).metadata();
    const natural = await page.evaluate(
      "(({ naturalWidth, naturalHeight }) => [naturalWidth, naturalHeight])(document.querySelector('dialog img'))",
    );
    expect(natural).toEqual([width, height]);
    await page.goBack();

    await page.getByRole('link', { name: 'Bucket', exact: true }).click();
    for (const part of key.split('/').slice(0, -1)) await page.getByRole('link', { name: `${part}/` }).click();
    await page.getByRole('link', { name: key.split('/').at(-1) as string, exact: true }).click();
    await shot.getByText('How it got here').waitFor();
    expect([strangers, faults]).toEqual([[], []]);
  });
});

/** Shots that the devices still have. */
async function waitingAt(http: string): Promise<number> {
  const devices = (await (await fetch(`${http}/api/devices`)).json()) as { waiting?: number; newestAt?: string }[];
  return devices.reduce((sum, { waiting, newestAt }) => sum + (newestAt === undefined ? 1 : (waiting ?? 1)), 0);
}
