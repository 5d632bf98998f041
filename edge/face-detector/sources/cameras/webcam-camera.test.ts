import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ResourceError } from '@vedette/core/errors';
import { temporaryFolder } from '@vedette/core/testing';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { collect, Heard } from '../collect.testing.ts';
import { isInstalled } from '../installed.testing.ts';
import { open } from '../open.testing.ts';

const installed = isInstalled('fswebcam');

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
    const folder = temporaryFolder();
    vi.stubEnv('TMPDIR', folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const during: string[] = [];
    for await (const _ of open('webcam:TEST').frames(new AbortController().signal, {})) {
      during.push(...readdirSync(folder));
      break;
    }
    expect(during).toEqual([expect.stringMatching(/^vedette-webcam-/)]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
