import { readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ResourceError } from '@vedette/core/errors';
import { temporaryFolder } from '@vedette/core/testing';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { collect, Heard } from '../collect.testing.ts';
import { isInstalled } from '../installed.testing.ts';
import { openSource } from '../open-source.ts';
import { parseSource } from '../parse-source.ts';

const retry = { firstMs: 10, maxMs: 50 };
const installed = isInstalled('fswebcam');

function open(text: string, options = {}) {
  return openSource(parseSource(text), { retry, ...options });
}

describe.skipIf(!installed)('with fswebcam installed', () => {
  test('its test device gives pictures of the size asked for', async () => {
    const frames = await collect(open('webcam:TEST', { width: 320, height: 240 }), new Heard(), 2);
    for (const { image } of frames) {
      expect(await sharp(image.data).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 240 });
    }
  });

  test('a picture in place of a camera', async () => {
    const file = join(temporaryFolder(), 'x.jpg');
    const red = sharp({ create: { width: 64, height: 48, channels: 3, background: 'red' } });
    writeFileSync(file, await red.jpeg().toBuffer());
    const [frame] = await collect(open(`webcam:FILE:${file}`, { width: 64, height: 48 }), new Heard(), 1);
    const { dominant } = await sharp(frame?.image.data).stats();
    expect(dominant.r).toBeGreaterThan(200);
    expect(dominant.g).toBeLessThan(50);
  });

  test('what is not there is refused', async () => {
    const frames = collect(open(`webcam:FILE:${join(temporaryFolder(), 'gone.jpg')}`));
    await expect(frames).rejects.toThrow(ResourceError);
    await expect(frames).rejects.toThrow('cannot capture from FILE:');
  });

  test('nothing is left in the folder for temporary files', async () => {
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('vedette-webcam-'));
    const before = left();
    await collect(open('webcam:TEST'), new Heard(), 1);
    expect(left()).toEqual(before);
  });
});
