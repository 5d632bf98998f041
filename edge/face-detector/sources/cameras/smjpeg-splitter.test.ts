import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { isInstalled } from '../installed.testing.ts';
import type { BadPicture, Picture } from './camera.ts';
import { splitSmjpeg } from './smjpeg-splitter.ts';

const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const text = (value: string) => Buffer.from(value, 'latin1');
const HEADER = Buffer.concat([
  text('\0\nSMJPEG'),
  uint32(0),
  uint32(0),
  text('_TXT'),
  uint32(3),
  text('abc'),
  text('HEND'),
]);
const FIRST = Buffer.from('ffd8ffe000ffd9', 'hex');
const SECOND = Buffer.from('ffd8ffdb0001020304ffd90000', 'hex');

function picture(stampMs: number, data: Buffer): Buffer {
  return Buffer.concat([text('vidD'), uint32(stampMs), uint32(data.length), data]);
}

async function split(chunks: readonly Buffer[], maxBytes?: number) {
  const bad: BadPicture[] = [];
  const found: Picture[] = [];
  const stream = (async function* () {
    yield* chunks;
  })();
  for await (const one of splitSmjpeg(stream, { onBad: (reason) => bad.push(reason) }, maxBytes)) found.push(one);
  return { bad, found: found.map(({ image, stampMs }) => [stampMs, image.data.toString('hex')]) };
}

const BOTH = [
  [4_236_886_614, FIRST.toString('hex')],
  [5, SECOND.toString('hex')],
];

test('cut at every byte: each picture with its time', async () => {
  const stream = Buffer.concat([HEADER, picture(4_236_886_614, FIRST), picture(5, SECOND), text('DONE')]);
  for (let cut = 0; cut <= stream.length; cut++) {
    expect(await split([stream.subarray(0, cut), stream.subarray(cut)])).toEqual({ bad: [], found: BOTH });
  }
  expect(await split(Array.from(stream, (byte) => Buffer.of(byte)))).toEqual({ bad: [], found: BOTH });
});

test('a stream that is cut off at any byte gives the pictures that are whole', async () => {
  const stream = Buffer.concat([HEADER, picture(4_236_886_614, FIRST), picture(5, SECOND)]);
  for (let length = 0; length < stream.length; length++) {
    const whole = length >= HEADER.length + 12 + FIRST.length ? 1 : 0;
    expect(await split([stream.subarray(0, length)])).toEqual({ bad: [], found: BOTH.slice(0, whole) });
  }
});

test('what is no JPEG or too large is counted, and those behind it are whole', async () => {
  const huge = Buffer.concat([FIRST, Buffer.alloc(100)]);
  const stream = [HEADER, picture(1, text('noise')), picture(2, Buffer.alloc(0)), picture(3, huge), picture(5, SECOND)];
  expect(await split(stream, 50)).toEqual({ bad: ['broken', 'broken', 'too-large'], found: BOTH.slice(1) });
});

test('another stream is a defect', async () => {
  await expect(split([Buffer.alloc(64)])).rejects.toThrow('this is no SMJPEG');
});

describe.skipIf(!isInstalled('ffmpeg'))('with ffmpeg installed', () => {
  test('what it writes is what is read', async () => {
    const card = ['-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=10:duration=0.5', '-c:v', 'mjpeg'];
    const quiet = ['-nostdin', '-loglevel', 'error'];
    const jpegs = execFileSync('ffmpeg', [...quiet, ...card, '-f', 'mjpeg', 'pipe:1']);
    const { bad, found } = await split([execFileSync('ffmpeg', [...quiet, ...card, '-f', 'smjpeg', 'pipe:1'])]);
    expect(bad).toEqual([]);
    expect(found.map(([stampMs]) => stampMs)).toEqual([0, 100, 200, 300, 400]);
    expect(found.map(([, hex]) => hex).join('')).toBe(jpegs.toString('hex'));
  });
});
