import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ResourceError } from '@vedette/core/errors';
import { temporaryFolder } from '@vedette/core/testing';
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

  test('also where it says so itself', async () => {
    expect(await collect(open('gst:videotestsrc is-live=true ! jpegenc ! image/jpeg'), new Heard(), 1)).toHaveLength(1);
  });

  test.each([
    ['nosuchelement ! jpegenc', 'it has no element "nosuchelement": mind its spelling, or install its plugin'],
    ['nvarguscamerasrc ! jpegenc', 'it has no element "nvarguscamerasrc": NVIDIA\'s elements come with JetPack'],
    ['videotestsrc', 'it does not end in image/jpeg: add ! videoconvert ! jpegenc'],
    ['videotestsrc ! video/x-raw,width=64', 'it does not end in image/jpeg'],
    ['videotestsrc ! jpegenc ! jpegdec ! decodebin', 'it does not end in image/jpeg'],
    ['videotestsrc ! video/x-raw,width=64 ! jpegenc ! image/jpeg,width=128', 'two of its elements do not agree'],
    ['videotestsrc ! video/x-raw,format=GRAY16_LE ! jpegenc', 'two of its elements do not agree'],
    ['v4l2src device=/dev/video97 ! jpegenc', "Cannot identify device '/dev/video97'. system error: No such file"],
    ['videotestsrc nosuch=1 ! jpegenc', 'no property "nosuch" in element "videotestsrc"'],
    ['videotestsrc ! ! jpegenc', 'syntax error'],
  ])('%s is refused', async (pipeline, reason) => {
    const frames = collect(open(`gst:${pipeline}`));
    await expect(frames).rejects.toThrow(ResourceError);
    await expect(frames).rejects.toThrow(`cannot capture from the GStreamer pipeline: `);
    await expect(frames).rejects.toThrow(reason);
    expect(programsOf('vedettejpegs')).toEqual([]);
  });

  test('what an element writes to stdout does not come between', async () => {
    const junk = join(temporaryFolder(), 'junk');
    writeFileSync(junk, Buffer.from('ffd8ffe0ffff'.repeat(1_000), 'hex'));
    const chatter = `filesrc location=${junk} ! fdsink fd=1 sync=false`;
    const heard = new Heard();
    expect(await collect(open(`gst:${chatter} videotestsrc is-live=true ! jpegenc`), heard, 2)).toHaveLength(2);
    expect(heard.bad).toEqual([]);
  });

  test('the first frames are warm-up', async () => {
    const heard = new Heard();
    const live = 'gst:videotestsrc is-live=true ! video/x-raw,width=64,height=48 ! jpegenc';
    const [first] = await collect(open(live, { warmUpFrames: 3 }), heard, 1);
    expect(first?.ref).toBe('0');
    expect(heard.warmUp).toBe(3);
  });
});

describe.skipIf(installed)('without gst-launch-1.0', () => {
  test('it says how to get it', async () => {
    await expect(collect(open('gst:videotestsrc ! jpegenc'))).rejects.toThrow(
      'gst-launch-1.0 is not installed: apt-get',
    );
  });
});
