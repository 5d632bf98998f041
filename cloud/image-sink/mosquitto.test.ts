import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { encodeShot } from '@vedette/core/message';
import { HAS_MOSQUITTO, hasPrograms, sampleShot, startMosquitto, temporaryFolder } from '@vedette/core/testing';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { keysOf, testEdge, testSink, topics } from './sink.testing.ts';

const run = promisify(execFile);

describe.skipIf(!HAS_MOSQUITTO || !hasPrograms('mosquitto_pub'))(
  'the sink at a mosquitto (needs mosquitto and mosquitto-clients)',
  () => {
    test('what mosquitto_pub sends: a picture, a text, a shot, and the shot again', async () => {
      const port = Number(new URL((await startMosquitto()).url).port);
      const folder = temporaryFolder();
      const edge = await testEdge(port);
      const { sink, bucket } = await testSink({ port });
      const shot = sampleShot();
      const publish = (...what: string[]) =>
        run('mosquitto_pub', ['-h', '127.0.0.1', '-p', String(port), '-q', '1', '-t', topics.shot(shot), ...what]);

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
