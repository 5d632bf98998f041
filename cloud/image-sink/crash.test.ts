import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pictured } from '@vedette/core/message';
import { eventually, sampleShot, temporaryFolder, testBroker } from '@vedette/core/testing';
import { openBucket } from '@vedette/store';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { keysOf, noisyImage, reducedOf, testEdge } from './sink.testing.ts';

/** Runs the build: `argv` is the broker's port and the data folder. */
const SINK = `
import { commonSchema } from '@vedette/core/config';
import { createLogger, createMetrics } from '@vedette/core/observe';
import { imageSinkSchema, startImageSink } from '@vedette/image-sink';
const [port, data] = process.argv.slice(1);
const config = imageSinkSchema.parse({ brokerUrl: 'mqtt://127.0.0.1:' + port });
const context = { log: createLogger({ level: 'silent', format: 'json' }), metrics: createMetrics() };
await startImageSink(config, commonSchema.parse({ data, device: 'cloud' }), context);
`;

function spawnSink(port: number, data: string) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const args = ['--input-type=module', '--eval', SINK, String(port), data];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  return child;
}

/**
 * Sends, as an edge does, and sends again what has no receipt half a second after the last one came: by turns the image
 * itself and a smaller one.
 */
async function deliver({ edge, shots, smaller }: Delivery, enough: number) {
  let sent = 0;
  const missing = () => shots.filter(({ id }) => edge.receiptsOf(id).length === 0);
  let [known, since] = [-1, 0];
  await eventually(`${enough} of ${shots.length} shots have receipts`, () => {
    if (shots.length - missing().length >= enough) return true;
    const isNews = edge.receipts.length !== known;
    if (isNews || performance.now() - since > 500) {
      if (!isNews || known === -1) for (const shot of missing()) void edge.send(++sent % 2 ? shot : smaller(shot));
      [known, since] = [edge.receipts.length, performance.now()];
    }
    return false;
  });
}

interface Delivery {
  readonly edge: Awaited<ReturnType<typeof testEdge>>;
  readonly shots: readonly Pictured[];
  smaller(shot: Pictured): Pictured;
}

test('a sink killed in the middle of its work, again and again, stores each shot once, with its description', async () => {
  const { port } = await testBroker();
  const edge = await testEdge(port);
  const data = temporaryFolder();
  const image = await noisyImage();
  const smallImage = await sharp(image).jpeg({ quality: 40 }).toBuffer();
  const shots = Array.from({ length: 201 }, (_, seq) => sampleShot({ seq }, image));
  const delivery = { edge, shots, smaller: (shot: Pictured) => reducedOf(shot, 40, smallImage) };

  for (const enough of [20, 80, 130]) {
    const child = spawnSink(port, data);
    await deliver(delivery, enough);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  spawnSink(port, data);
  await deliver(delivery, shots.length);

  const bucket = await openBucket(`file:${data}/bucket`, { create: false });
  const keys = await keysOf(bucket);
  for (const { id } of shots) {
    const own = keys.filter((key) => key.includes(id));
    expect(own).toEqual([expect.stringMatching(/\.jpg$/), expect.stringMatching(/\.jpg\.json$/)]);
    const [stored, json] = await Promise.all(own.map((key) => bucket.get(key)));
    expect([image, smallImage].some((one) => stored?.equals(one))).toBe(true);
    const sha256 = createHash('sha256')
      .update(stored ?? '')
      .digest('hex');
    expect(JSON.parse(json?.toString() ?? '')).toMatchObject({ id, image: { sha256, bytes: stored?.length } });
    expect(new Set(edge.receiptsOf(id).map(({ key }) => key))).toEqual(new Set([own[0]]));
  }
  expect(keys).toHaveLength(2 * shots.length);
  expect(readdirSync(join(data, 'bucket/.tmp')), 'files in the making').toEqual([]);
});
