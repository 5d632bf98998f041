import { expect, test } from 'vitest';
import { scaleTo } from './scale-to.ts';

const grey = (width: number, height: number) => ({ width, height, data: new Uint8Array(width * height * 3).fill(90) });

test.each([
  { width: 20, height: 15 },
  { width: 12, height: 9 },
  { width: 60, height: 40 },
])('a picture of 40x30 at $width x $height', async (size) => {
  const scaled = await scaleTo(size, grey(40, 30));
  expect(scaled).toMatchObject(size);
  expect(scaled.data).toEqual(Buffer.alloc(size.width * size.height * 3, 90));
});

test('one that has the size is not copied', async () => {
  const picture = grey(4, 3);
  expect(await scaleTo({ width: 4, height: 3 }, picture)).toBe(picture);
});
