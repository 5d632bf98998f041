import { ResourceError } from '@vedette/core/errors';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { collect, Heard } from '../collect.testing.ts';
import { isInstalled } from '../installed.testing.ts';
import { open } from '../open.testing.ts';
import { programsOf } from '../programs.testing.ts';

const installed = isInstalled('gst-launch-1.0');

describe.skipIf(!installed)('with gst-launch-1.0 installed', () => {
  test('pictures of a pipeline that ends in image/jpeg', async () => {
    const pipeline = 'videotestsrc is-live=true ! video/x-raw,width=64,height=48 ! jpegenc';
    for (const { image } of await collect(open(`gst:${pipeline}`), new Heard(), 2)) {
      expect(await sharp(image.data).metadata()).toMatchObject({ format: 'jpeg', width: 64, height: 48 });
    }
    expect(programsOf('videotestsrc')).toEqual([]);
  });

  test('a pipeline that does not run is refused', async () => {
    const frames = collect(open('gst:nosuchelement ! jpegenc'));
    await expect(frames).rejects.toThrow(ResourceError);
    await expect(frames).rejects.toThrow('cannot capture from the GStreamer pipeline');
  });
});

describe.skipIf(installed)('without gst-launch-1.0', () => {
  test('it says how to get it', async () => {
    await expect(collect(open('gst:videotestsrc ! jpegenc'))).rejects.toThrow(
      'gst-launch-1.0 is not installed: apt-get',
    );
  });
});
