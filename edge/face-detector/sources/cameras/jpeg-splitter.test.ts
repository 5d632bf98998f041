import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BadPicture } from './camera.ts';
import { JpegSplitter } from './jpeg-splitter.ts';

const JUNK = Buffer.from('\r\n--boundary\r\nContent-Type: image/jpeg\r\nContent-Length: 12\r\n\r\n');
const pictures: Record<string, Buffer> = {};

beforeAll(async () => {
  const noise = sharp(scatter(48 * 32 * 3), { raw: { width: 48, height: 32, channels: 3 } });
  pictures['baseline'] = await noise.clone().jpeg({ quality: 95 }).toBuffer();
  pictures['progressive'] = await noise.clone().jpeg({ progressive: true }).toBuffer();
  pictures['thumbnail'] = withThumbnail(await noise.clone().jpeg().toBuffer(), pictures['baseline']);
  pictures['restarts'] = withRestarts(pictures['baseline']);
});

/** Bytes without a pattern, the same each time. */
function scatter(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, i) => Math.imul(i * i + 1, 0x9e3779b1) >>> 13));
}

/** A picture with another, whole one in its APP1 segment, as cameras put a thumbnail into EXIF. */
function withThumbnail(picture: Buffer, thumbnail: Buffer): Buffer {
  const header = Buffer.from([0xff, 0xe1, 0, 0]);
  header.writeUInt16BE(2 + thumbnail.length, 2);
  return Buffer.concat([picture.subarray(0, 2), header, thumbnail, picture.subarray(2)]);
}

/** Fill bytes before a marker, and restart markers and stuffed bytes within the scan: legal, if of no use here. */
function withRestarts(picture: Buffer): Buffer {
  const end = picture.length - 2;
  return Buffer.concat([
    picture.subarray(0, 2),
    Buffer.from([0xff, 0xff]),
    picture.subarray(2, end),
    Buffer.from([0xff, 0xd0, 0xff, 0x00, 0xff, 0xd7, 0xff, 0xff]),
    picture.subarray(end),
  ]);
}

function split(chunks: readonly Buffer[], maxBytes?: number): { found: Buffer[]; bad: BadPicture[] } {
  const bad: BadPicture[] = [];
  const splitter = new JpegSplitter((reason) => bad.push(reason), maxBytes);
  return { found: chunks.flatMap((chunk) => splitter.push(chunk)).map(({ data }) => data), bad };
}

function picture(name: string): Buffer {
  const found = pictures[name];
  if (!found) throw new Error(`no picture ${name}`);
  return found;
}

describe.each(['baseline', 'progressive', 'thumbnail', 'restarts'])('%s', (name) => {
  test('cut at every byte', () => {
    const stream = Buffer.concat([JUNK, picture(name), JUNK, picture('baseline')]);
    for (let cut = 0; cut <= stream.length; cut++) {
      const { found, bad } = split([stream.subarray(0, cut), stream.subarray(cut)]);
      expect(found.map((data) => data.length)).toEqual([picture(name).length, picture('baseline').length]);
      expect(bad).toEqual([]);
    }
  });

  test('byte by byte, unchanged', () => {
    const stream = Buffer.concat([picture(name), picture(name)]);
    expect(split(Array.from(stream, (byte) => Buffer.of(byte))).found).toEqual([picture(name), picture(name)]);
  });
});

test('many in one chunk', () => {
  const all = Object.values(pictures);
  expect(split([Buffer.concat(all)]).found).toEqual(all);
});

test('a picture whose rest was lost is dropped, and those behind it are whole', () => {
  // Cut within a segment, what comes next is taken for the rest of it: 64 KiB at most.
  const following = Array(Math.ceil(65_536 / picture('baseline').length) + 1).fill(picture('baseline'));
  for (let kept = 3; kept < picture('baseline').length - 1; kept += 7) {
    const { found, bad } = split([picture('baseline').subarray(0, kept), JUNK, ...following]);
    expect(found.at(-1)).toEqual(picture('baseline'));
    // By chance the lengths fit, and what is left of one is taken together with the next.
    const joined = found.filter((data) => !data.equals(picture('baseline'))).length;
    expect(joined + bad.length).toBeGreaterThan(0);
    expect(joined).toBeLessThan(2);
  }
});

test('a picture has the headers of its own part, also behind one that was lost', () => {
  const whole = picture('baseline');
  const cutInItsScan = whole.subarray(0, -40);
  const cutInItsHead = Buffer.from([0xff, 0xd8, 0, 0, 0, 0]);
  for (const lost of [cutInItsScan, cutInItsHead]) {
    const parts = [whole, lost, whole, whole].map((body, i) => [Buffer.from(`\r\npart ${i}\r\n`), body]);
    const found = new JpegSplitter(() => {}).push(Buffer.concat(parts.flat()));
    const headers = found.map(({ preamble }) => preamble.toString('latin1').match(/part \d/g));
    expect(headers).toEqual([['part 0'], ['part 2'], ['part 3']]);
  }
});

test('a picture beyond the limit is dropped and counted once', () => {
  const large = Buffer.concat([picture('baseline'), picture('baseline')]);
  const stream = [withThumbnail(picture('baseline'), large), picture('baseline')];
  const chunks = Array.from(Buffer.concat(stream), (byte) => Buffer.of(byte));
  expect(split(chunks, large.length)).toEqual({ found: [picture('baseline')], bad: ['too-large'] });
});

test('bytes that are no pictures yield none', () => {
  const noise = scatter(200_000);
  expect(split([noise]).found.every((data) => data.subarray(-2).equals(Buffer.from([0xff, 0xd9])))).toBe(true);
  expect(split([noise, picture('baseline'), picture('baseline'), picture('baseline')]).found.at(-1)).toEqual(
    picture('baseline'),
  );
});
