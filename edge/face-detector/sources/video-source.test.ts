import { execFileSync } from 'node:child_process';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ResourceError } from '@vedette/core/errors';
import { sharedFile, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, test } from 'vitest';
import { collect, Heard } from './collect.testing.ts';
import { isInstalled } from './installed.testing.ts';
import { programsOf } from './programs.testing.ts';
import type { Source } from './source.ts';
import type { Turn } from './turn/turn.ts';
import { videoSource } from './video-source.ts';

function open(file: string, turn: Turn = { rotate: 0, mirror: false }): Source {
  return videoSource(file, { maxPixels: 1_000_000, turn });
}

/** A test card by ffmpeg, 64x48 at 10 fps unless told. */
function makeVideo(name: string, ...options: string[]): string {
  const file = join(temporaryFolder(), name);
  const card = ['-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=10:duration=2'];
  execFileSync('ffmpeg', ['-nostdin', '-loglevel', 'error', ...card, ...options, file]);
  return file;
}

function textFile(name: string): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, 'this is a text\n'.repeat(100));
  return file;
}

describe.skipIf(!isInstalled('ffmpeg'))('with ffmpeg installed', () => {
  test('every frame in order: raw RGB, numbered from 0', async () => {
    const heard = new Heard();
    const frames = await collect(open(makeVideo('a.mp4')), heard);
    expect(frames.map(({ ref }) => ref)).toEqual(Array.from({ length: 20 }, (_, i) => String(i)));
    for (const { image } of frames) {
      expect(image).toMatchObject({ type: 'rgb', width: 64, height: 48 });
      expect(image.data.length).toBe(64 * 48 * 3);
    }
    expect(heard.bad).toEqual([]);
  });

  test('the pixels are those of the video', async () => {
    const [frame] = await collect(open(makeVideo('a.mkv', '-vf', 'drawbox=c=0xff8000:t=fill', '-c:v', 'ffv1')));
    const [red = 0, green = 0, blue = 0] = frame?.image.data ?? [];
    expect(Math.abs(red - 0xff) + Math.abs(green - 0x80) + Math.abs(blue)).toBeLessThan(12);
  });

  test('frames at odd times are neither repeated nor left out', async () => {
    const odd = makeVideo('odd.mkv', '-vf', "select='lt(mod(n,7),3)'", '-vsync', 'vfr');
    const ats = (await collect(open(odd))).map(({ at }) => at);
    const from = ats[0] ?? 0;
    // Each has its own time.
    expect(ats.map((at) => (at - from) / 100_000)).toEqual([0, 1, 2, 7, 8, 9, 14, 15, 16]);
  });

  test('`at` counts from when the recording began, else from the time of the file', async () => {
    const dated = makeVideo('a.mp4', '-metadata', 'creation_time=2026-02-03T04:05:06Z');
    const ats = (await collect(open(dated))).map(({ at }) => at);
    expect(ats.slice(0, 3).map((at) => at - Date.UTC(2026, 1, 3, 4, 5, 6) * 1_000)).toEqual([0, 100_000, 200_000]);

    const undated = makeVideo('b.avi');
    utimesSync(undated, new Date(), new Date('2026-05-06T07:08:09Z'));
    expect((await collect(open(undated), new Heard(), 1))[0]?.at).toBe(Date.UTC(2026, 4, 6, 7, 8, 9) * 1_000);
  });

  test('a video of a turned camera stands upright', async () => {
    const upright = makeVideo('a.mp4');
    const turned = join(temporaryFolder(), 'turned.mp4');
    const copy = ['-i', upright, '-c', 'copy', '-metadata:s:v:0', 'rotate=90'];
    execFileSync('ffmpeg', ['-nostdin', '-loglevel', 'error', ...copy, turned]);
    const [frame] = await collect(open(turned), new Heard(), 1);
    expect(frame?.image).toMatchObject({ width: 48, height: 64 });
  });

  test.each([
    [{ rotate: 90, mirror: false }, [48, 64], 'right'],
    [{ rotate: 180, mirror: false }, [64, 48], 'bottom'],
    [{ rotate: 270, mirror: true }, [48, 64], 'right'],
    [{ rotate: 180, mirror: true }, [64, 48], 'bottom'],
  ] as const)('turned by %j', async (turn, [width, height], where) => {
    // A white bar at the upper edge.
    const bar = makeVideo('bar.mkv', '-vf', 'drawbox=c=black:t=fill,drawbox=c=white:t=fill:h=8', '-c:v', 'ffv1');
    const [frame] = await collect(open(bar, turn), new Heard(), 1);
    expect(frame?.image).toMatchObject({ width, height });
    const at = (x: number, y: number) => frame?.image.data[(y * width + x) * 3] ?? Number.NaN;
    const edges = {
      right: at(width - 1, height / 2),
      bottom: at(width / 2, height - 1),
      left: at(0, height / 2),
      top: at(width / 2, 0),
    };
    expect(Object.entries(edges).filter(([, value]) => value > 128)).toEqual([[where, expect.any(Number)]]);
  });

  test('a file that is cut off gives what it has, and is told once', async () => {
    const whole = makeVideo('a.mp4', '-movflags', 'faststart', '-c:v', 'mjpeg');
    const cut = join(temporaryFolder(), 'cut.mp4');
    const bytes = readFileSync(whole);
    writeFileSync(cut, bytes.subarray(0, bytes.length / 2));
    const heard = new Heard();
    const frames = await collect(open(cut), heard);
    expect(frames.length).toBeGreaterThan(3);
    expect(frames.length).toBeLessThan(20);
    expect(heard.bad).toMatchObject([{ ref: cut, reason: 'damaged' }]);
  });

  test.each([
    ['No such file or directory', () => join(temporaryFolder(), 'gone.mp4')],
    ['Invalid data found', () => textFile('text.mp4')],
    ['Invalid data found', () => textFile('http:colon.mp4')],
    ['it holds no video', () => makeVideo('sound.wav', '-f', 'lavfi', '-i', 'sine=duration=1', '-map', '1:a')],
  ])('%s', async (reason, make) => {
    const file = make();
    const frames = collect(open(file));
    await expect(frames).rejects.toThrow(ResourceError);
    await expect(frames).rejects.toThrow(`cannot read the video ${file}: ${reason}`);
  });

  test('a small file of huge frames is refused before one is decoded', async () => {
    const bomb = makeVideo('bomb.mkv', '-vf', 'scale=1001:1000', '-c:v', 'ffv1');
    await expect(collect(open(bomb))).rejects.toThrow(
      `cannot read the video ${bomb}: Picture size 1001x1000 is beyond the limit of 1000000 pixels`,
    );
  });

  test('an ffmpeg that was killed does not pass for the end of the video', async () => {
    const long = makeVideo('long.mkv', '-vf', 'loop=loop=-1:size=20', '-t', '200', '-c:v', 'ffv1');
    const frames = open(long).frames(new AbortController().signal, {})[Symbol.asyncIterator]();
    await frames.next();
    for (const { pid } of programsOf(long)) process.kill(pid, 'SIGKILL');
    const rest = (async () => {
      while (!(await frames.next()).done);
    })();
    await expect(rest).rejects.toThrow(ResourceError);
    await expect(rest).rejects.toThrow(/^cannot read the video .*long.mkv: ffmpeg was killed after \d+ frames$/);
  });

  test('a consumer that leaves, and an abort, leave no program behind', async () => {
    const long = makeVideo('long.mkv', '-vf', 'loop=loop=-1:size=20', '-t', '200', '-c:v', 'ffv1');
    await collect(open(long), new Heard(), 2);
    expect(programsOf(long)).toEqual([]);

    const abort = new AbortController();
    let frames = 0;
    for await (const _ of open(long).frames(abort.signal, {})) {
      frames += 1;
      if (frames === 3) abort.abort();
    }
    expect(frames).toBe(3);
    expect(programsOf(long)).toEqual([]);
  });

  const real = sharedFile('testdata/video/head-pose-1-person.mp4');
  describe.skipIf(!real)('testdata/video/head-pose-1-person.mp4', () => {
    test('has its 23 frames', async () => {
      const heard = new Heard();
      const frames = await collect(open(real ?? ''), heard);
      expect(frames).toHaveLength(23);
      expect(frames[22]?.image).toMatchObject({ width: 480, height: 270 });
      expect(heard.bad).toEqual([]);
    });
  });
});
