import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLink } from '@vedette/core/mqtt';
import { eventually, SAMPLE_JPEG, sharedFile, temporaryFolder } from '@vedette/core/testing';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import { descriptionsIn, imagesIn, keysIn } from './support/bucket.ts';
import { metric } from './support/metrics.ts';
import { up } from './support/up.ts';

const TOPIC = 'vedette/harbour/pole-7/cam0/shot';

/** Everything on one machine, with a camera that sees nobody. */
async function rig() {
  const cwd = temporaryFolder();
  const running = await up(['--source', 'sim:people=0,fps=1', '--set', 'forwarder.resendAfterSeconds=5'], cwd);
  await eventually('everything is ready', async () => (await fetch(`${running.http}/readyz`)).ok);
  const link = openLink({ url: `mqtt://127.0.0.1:${running.edgePort}`, clientId: 'camera' });
  onTestFinished(() => link.close(true));
  const bucket = join(cwd, 'data/bucket');
  return {
    bucket,
    publish: (payload: Buffer, topic = TOPIC) => link.publish(topic, payload),
    count: (name: string, label?: string) => metric(running.http, `vedette_${name}`, label),
    /** The reasons of what was put aside, in order. */
    reasons: () =>
      keysIn(bucket)
        .filter((key) => /^(dead-letters|invalid)\/.*\.json$/.test(key))
        .map((key) => JSON.parse(readFileSync(join(bucket, key), 'utf8')).reason as string)
        .sort(),
  };
}

/** A PNG of grey noise, which no compression makes smaller. */
function noise(width: number, height: number): Promise<Buffer> {
  return sharp(randomBytes(width * height), { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
}

test('a picture that can be no shot, larger than the window, is put aside once, and those behind it are stored', async () => {
  const { bucket, publish, count, reasons } = await rig();
  for (const picture of [await noise(70_000, 31), SAMPLE_JPEG, SAMPLE_JPEG, SAMPLE_JPEG]) await publish(picture);
  await eventually('the three behind it are stored', () => imagesIn(bucket).length === 3);
  await eventually('nothing waits', async () => (await count('forwarder_spool_entries')) === 0);
  expect(reasons()).toEqual(['schema']);
  expect(await count('sink_rejected_total')).toBe(1);
  expect(await count('forwarder_receipts_total', 'outcome="rejected"')).toBe(1);
  expect(await count('forwarder_receipts_total', 'outcome="unknown"')).toBe(0);
  expect(await count('forwarder_sent_total')).toBe(4);
});

test('a picture of a place whose name is too long is put aside once', async () => {
  const { publish, count, reasons } = await rig();
  await publish(SAMPLE_JPEG, `vedette/harbour/${'x'.repeat(301)}/cam0/shot`);
  await eventually('its receipt', async () => (await count('forwarder_receipts_total', 'outcome="rejected"')) === 1);
  expect(await count('forwarder_spool_entries')).toBe(0);
  expect(await count('forwarder_sent_total')).toBe(1);
  expect(reasons()).toEqual(['schema']);
});

test('a picture of a place that no topic may name is stored as one of this device', async () => {
  const { bucket, publish, count } = await rig();
  await publish(SAMPLE_JPEG, 'vedette/harbour/pole\u00017/cam0/shot');
  await eventually('its receipt', async () => (await count('forwarder_receipts_total', 'outcome="stored"')) === 1);
  expect(await count('forwarder_sent_total')).toBe(1);
  expect(imagesIn(bucket)[0]).toContain('camera=unknown');
});

const odd = sharedFile('testdata/odd');
describe.skipIf(!odd)('odd files to the edge broker (needs ../shared/testdata/odd)', () => {
  const names = odd === undefined ? [] : readdirSync(odd);
  const REJECTED = {
    broken: ['random.jpg'],
    empty: ['empty.jpg'],
    image: ['animated.gif', 'plain.bmp', 'plain.gif', 'soi-then-random.jpg', 'tiff.tif', 'truncated-header.jpg'],
    text: ['text.jpg', 'vector.jpg'],
    'too-many-pixels': ['bomb-12000x12000-rgb.png', 'bomb-30000x30000-1bit.png', 'lying-header-65535.png'],
    undecodable: ['corrupt-idat.png', 'truncated-60pct.jpg', 'truncated.png'],
  };

  test('each good one is stored, each other put aside for its reason, and nothing is left', async () => {
    const { bucket, publish, count, reasons } = await rig();
    for (const name of names) await publish(readFileSync(join(odd ?? '', name)));
    const settled = async () => (await count('sink_stored_total')) + (await count('sink_rejected_total'));
    await eventually('each has its end', async () => (await settled()) === names.length);
    await eventually('nothing waits', async () => (await count('forwarder_spool_entries')) === 0);
    const rejected = Object.values(REJECTED).flat();
    expect(reasons()).toEqual(Object.entries(REJECTED).flatMap(([reason, files]) => files.map(() => reason)));
    const good = names.filter((name) => !rejected.includes(name)).map((name) => readFileSync(join(odd ?? '', name)));
    const stored = imagesIn(bucket).map((key) => readFileSync(join(bucket, key)));
    expect(stored.map(String).sort()).toEqual(good.map(String).sort());
    expect(descriptionsIn(bucket).every(({ kind }) => kind === 'frame')).toBe(true);
  });
});
