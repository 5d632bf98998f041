import { openLink } from '@vedette/core/mqtt';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { axeFaults, HAS_CHROMIUM, PAGE_TEST_MS, startBrowser, visit } from '../support/page.ts';
import { cloud } from '../support/up.ts';

const DEVICE = { site: 'home', device: 'pole-9' };

test.skipIf(!HAS_CHROMIUM)(
  'a device that is gone and shots that are lost are told in the bar, which leads to the books (needs chromium)',
  { timeout: PAGE_TEST_MS },
  async () => {
    const { http, cloudPort } = await cloud(temporaryFolder());
    const { page, strangers, faults } = await visit(await startBrowser(), http);
    const broker = openLink({ url: `mqtt://127.0.0.1:${cloudPort}`, clientId: 'pole-9' });
    const tell = (topic: string, said: object) =>
      broker.publish(`vedette/home/pole-9/${topic}`, JSON.stringify(said), { retain: true });

    await tell('status', { state: 'offline', ...DEVICE });
    await page.getByRole('link', { name: 'State: pole-9: offline' }).click();
    expect(await page.locator('.device.wanted').innerText()).toMatch(/pole-9.*offline/s);

    const at = Date.now();
    const minute = `${new Date(at - 60_000).toISOString().slice(0, 16)}Z`;
    const ends = { stored: 12, dropped: { 'spool-full': 5 }, waiting: 3, inFlight: 1 };
    const row = { minute, changedAt: at, generated: 100, suppressed: 80, shots: 20, received: 20, ...ends };
    await tell('ledger', { v: 1, ...DEVICE, at, cameras: [{ camera: 'cam0', minutes: [row] }] });
    await broker.close();
    await page.getByRole('link', { name: 'State: 5 shots dropped: spool full' }).click();
    await page.getByText('The chart as a table').click();
    const [seen, ...parts] = await page.locator('.books-table tbody tr').first().locator('td').allInnerTexts();
    const names = await page.locator('.books-table thead th').allInnerTexts();
    expect(seen).toBe('100');
    expect(Object.fromEntries(names.slice(2).map((name, index) => [name, Number(parts[index])]))).toEqual({
      stored: 12,
      'on the way': 1,
      'waiting to be sent': 2,
      'dropped: spool full': 5,
      'not worth sending': 80,
    });

    await page.getByRole('slider').focus();
    await page.keyboard.press('Home');
    await page.locator('.minute').getByText('seen').waitFor();
    expect(await page.locator('.minute tfoot td').innerText()).toBe('0');
    expect(await axeFaults(page)).toEqual([]);
    expect([strangers, faults]).toEqual([[], []]);
  },
);
