import { expect, test } from 'vitest';
import type { RawImage } from '../frame.ts';
import { splitPpm } from './ppm-splitter.ts';

async function split(...chunks: Buffer[]): Promise<RawImage[]> {
  async function* stream() {
    yield* chunks;
  }
  const images: RawImage[] = [];
  for await (const image of splitPpm(stream())) images.push(image);
  return images;
}

// The second image holds bytes that read as a header.
const first = { type: 'rgb', data: Buffer.from('abcdef'), width: 2, height: 1 };
const second = { type: 'rgb', data: Buffer.from('P6\n1 1\n255\n~'), width: 1, height: 4 };
const stream = Buffer.concat([Buffer.from('P6\n2 1\n255\n'), first.data, Buffer.from('P6\n1 4\n255\n'), second.data]);

test('images are cut wherever the chunks end', async () => {
  for (let cut = 0; cut <= stream.length; cut++) {
    expect(await split(stream.subarray(0, cut), stream.subarray(cut))).toEqual([first, second]);
  }
});

test('a last image that is not whole is left out', async () => {
  expect(await split(stream.subarray(0, -1))).toEqual([first]);
});

test('what is no PPM is a defect', async () => {
  await expect(split(Buffer.from('P5\n2 1\n255\n'.repeat(9)))).rejects.toThrow('no PPM');
});
