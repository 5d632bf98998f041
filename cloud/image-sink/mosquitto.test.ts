import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { encodeShot } from '@vedette/core/message';
import { sampleShot, temporaryFolder } from '@vedette/core/testing';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import { keysOf, testEdge, testSink, topics } from './sink.testing.ts';

const MOSQUITTO = '/usr/sbin/mosquitto';
const MOSQUITTO_PUB = '/usr/bin/mosquitto_pub';
const run = promisify(execFile);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

async function startMosquitto(): Promise<number> {
  const port = await freePort();
  const config = join(temporaryFolder(), 'mosquitto.conf');
  writeFileSync(config, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\n`);
  const child = spawn(MOSQUITTO, ['-c', config], { stdio: 'ignore' });
  onTestFinished(async () => {
    child.kill();
    await once(child, 'exit');
  });
  return port;
}

describe.skipIf(![MOSQUITTO, MOSQUITTO_PUB].every(existsSync))(
  'the sink at a mosquitto (needs mosquitto and mosquitto-clients)',
  () => {
    test('what mosquitto_pub sends: a picture, a text, a shot, and the shot again', async () => {
      const port = await startMosquitto();
      const folder = temporaryFolder();
      const edge = await testEdge(port);
      const { sink, bucket } = await testSink({ port });
      const shot = sampleShot();
      const publish = (...what: string[]) =>
        run(MOSQUITTO_PUB, ['-h', '127.0.0.1', '-p', String(port), '-q', '1', '-t', topics.shot(shot), ...what]);

      const face = join(folder, 'face.jpg');
      const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
      const jpeg = await sharp({ create: { width: 640, height: 480, channels: 3, background: 'red', noise } })
        .jpeg()
        .toBuffer();
      writeFileSync(face, jpeg);
      await publish('-f', face);
      await edge.untilReceipts(1);
      const [key = ''] = await keysOf(bucket, 'frame/');
      expect(edge.receipts[0]).toMatchObject({ outcome: 'stored', key });
      expect((await bucket.get(key))?.equals(jpeg)).toBe(true);
      expect(JSON.parse((await bucket.get(`${key}.json`))?.toString() ?? '')).toMatchObject({
        ...{ kind: 'frame', site: shot.site, device: shot.device, camera: shot.camera },
        image: { type: 'image/jpeg', width: 640, height: 480, bytes: jpeg.length },
      });

      await publish('-m', 'Testing bridged brokers!');
      await edge.untilReceipts(2);
      expect(edge.receipts[1]).toMatchObject({ outcome: 'rejected', reason: 'text' });

      const message = join(folder, 'shot.msgpack');
      writeFileSync(message, encodeShot(shot));
      await publish('-f', message);
      await publish('-f', message);
      await edge.untilReceipts(4);
      expect(
        edge
          .receiptsOf(shot.id)
          .map(({ outcome }) => outcome)
          .sort(),
      ).toEqual(['duplicate', 'stored']);
      expect(sink.counts()).toEqual({ stored: 2, duplicates: 1, rejected: 1 });
      expect(await keysOf(bucket)).toHaveLength(6);
    });
  },
);
