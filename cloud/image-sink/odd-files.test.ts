import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { payloadId } from '@vedette/core/message';
import { sharedFile, testBroker } from '@vedette/core/testing';
import { describe, expect, test } from 'vitest';
import { keysOf, testEdge, testSink, topics } from './sink.testing.ts';

const odd = sharedFile('testdata/odd');

const REJECTED: Readonly<Record<string, string>> = {
  'animated.gif': 'image',
  'bomb-12000x12000-rgb.png': 'too-many-pixels',
  'bomb-30000x30000-1bit.png': 'too-many-pixels',
  'corrupt-idat.png': 'undecodable',
  'empty.jpg': 'empty',
  'lying-header-65535.png': 'too-many-pixels',
  'plain.bmp': 'image',
  'plain.gif': 'image',
  'random.jpg': 'broken',
  'soi-then-random.jpg': 'image',
  'text.jpg': 'text',
  'tiff.tif': 'image',
  'truncated-60pct.jpg': 'undecodable',
  'truncated-header.jpg': 'image',
  'truncated.png': 'undecodable',
  'vector.jpg': 'text',
};

const NO_PICTURE: readonly string[] = ['empty.jpg', 'random.jpg', 'text.jpg', 'vector.jpg'];
const opensAs = (name: string) =>
  new RegExp(`^invalid/${REJECTED[name]}/dt=[\\d-]{10}/[0-9a-f]{64}\\${extname(name)}$`);

const STORED: readonly string[] = [
  ...['alpha-opaque.png', 'alpha.png', 'cmyk.jpg', 'gray.jpg', 'gray16.png', 'lossy.webp', 'one-pixel.png'],
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((orientation) => `exif-${orientation}.jpg`),
  ...['palette.png', 'progressive.jpg', 'strip-3x5000.png', 'strip-6000x4.png', 'tiny-8x8.jpg', 'tiny-face-16x20.png'],
];

describe.skipIf(!odd)('odd files published bare (needs ../shared/testdata/odd)', () => {
  const read = (name: string) => readFileSync(join(odd ?? '', name));
  const topic = topics.shot({ site: 'home', device: 'pi', camera: 'door' });

  test('each good image is stored byte for byte, each other payload put aside for its reason', async () => {
    const { port } = await testBroker();
    const edge = await testEdge(port);
    const { sink, bucket } = await testSink({ port });
    const names = [...STORED, ...Object.keys(REJECTED)];
    for (const name of names) await edge.publish(topic, read(name));
    await edge.untilReceipts(names.length);

    const outcomeOf = (name: string) => {
      const sha256 = payloadId(read(name)).slice('sha256:'.length);
      return edge.receipts.find((receipt) => receipt.sha256 === sha256);
    };
    for (const name of STORED) {
      const receipt = outcomeOf(name);
      expect(receipt, name).toMatchObject({ outcome: 'stored' });
      expect((await bucket.get(receipt?.key ?? ''))?.equals(read(name)), name).toBe(true);
    }
    for (const [name, reason] of Object.entries(REJECTED)) {
      const receipt = outcomeOf(name);
      expect(receipt, name).toMatchObject({ outcome: 'rejected', reason });
      expect((await bucket.get(receipt?.key ?? ''))?.equals(read(name)), name).toBe(true);
      expect(receipt?.key, name).toMatch(NO_PICTURE.includes(name) ? /^dead-letters\/.*\.bin$/ : opensAs(name));
    }
    expect(sink.counts()).toEqual({ stored: STORED.length, duplicates: 0, rejected: Object.keys(REJECTED).length });
    expect(await keysOf(bucket)).toHaveLength(2 * names.length);
  });
});
