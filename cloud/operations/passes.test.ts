import sharp from 'sharp';
import { expect, test } from 'vitest';
import { operationsSchema } from './config.ts';
import { numbered } from './numbered.ts';
import type { Operation } from './operation.ts';
import { openOperator } from './operator.ts';
import { parseOperationText } from './parse-operation-text.ts';
import { parseOperations } from './parse-operations.ts';
import { passesOf } from './passes.ts';
import { noisyPicture } from './pictures.testing.ts';

const CONFIG = operationsSchema.parse({});

function parse(text: string): Operation[] {
  return parseOperations(parseOperationText(text.replaceAll(', ', '\n')), 100);
}

test.each([
  ['crop 4 4 40 30, resize 20 -, flip, flip horizontal, rotate 90, blur 1, sharpen, normalize, convert webp', 1],
  ['resize 20 10, grayscale, blur', 1],
  ['grayscale, crop 0 0 9 9, resize 3', 1],
  ['resize 20, crop 0 0 9 9, normalize', 1],
  ['convert png', 0],
  ['blur, resize 20', 2],
  ['resize 20 10, rotate 90', 2],
  ['resize 20 10 inside, rotate 90', 1],
  ['resize 20 10, crop 0 0 9 9', 1],
  ['resize 20, crop 0 0 9 9, flip', 2],
  ['crop 0 0 20 20, crop 0 0 9 9', 2],
  ['flip, crop 0 0 9 9', 2],
  ['rotate 90, rotate 45', 2],
  ['normalize, grayscale', 2],
  ['flip, canny, flip', 3],
  ['canny, threshold', 2],
])('%s: %d passes', (text, count) => {
  expect(passesOf(numbered(parse(text)))).toHaveLength(count);
});

/** Every two and three of these, in any order. */
const ONES = [
  'crop 6 3 33 27',
  'resize 24 18',
  'resize 31',
  'flip',
  'flip horizontal',
  'rotate 90',
  'grayscale',
  'blur 2',
  'normalize',
];
const PAIRS = ONES.flatMap((one) => ONES.map((other) => [one, other]));
const LISTS = [...PAIRS, ...PAIRS.map((pair, i) => [...pair, ONES[(i * 5) % ONES.length] ?? ''])].map((ones) =>
  ones.join(', '),
);

test('a list in few passes makes what it makes one by one', async () => {
  const operator = openOperator(CONFIG);
  const image = await noisyPicture(48, 36, 'png');
  let compared = 0;
  for (const text of LISTS) {
    const list = parse(text);
    const [atOnce, oneByOne] = await Promise.all(
      [operator.apply(image, list), each(operator, image, list)].map(settled),
    );
    if (!Buffer.isBuffer(atOnce) || !Buffer.isBuffer(oneByOne)) {
      expect(typeof atOnce, text).toBe(typeof oneByOne);
      continue;
    }
    expect(await difference(atOnce, oneByOne), text).toBeLessThan(3);
    compared += 1;
  }
  expect(compared).toBeGreaterThan(LISTS.length / 2);
  await operator.close();
});

async function each(operator: ReturnType<typeof openOperator>, image: Buffer, list: readonly Operation[]) {
  let data = image;
  for (const operation of list) ({ data } = await operator.apply(data, [operation]));
  return { data };
}

/** What it made, or its error's name. */
const settled = (work: Promise<{ data: Buffer }>) =>
  work.then(
    ({ data }) => data,
    (error: Error) => error.name,
  );

/** The mean difference of two pictures, in levels of 255. Infinite where they are of different sizes. */
async function difference(one: Buffer, other: Buffer): Promise<number> {
  const [a, b] = await Promise.all(
    [one, other].map((data) => sharp(data).removeAlpha().toColourspace('srgb').raw().toBuffer()),
  );
  if (!a || !b || a.length !== b.length) return Number.POSITIVE_INFINITY;
  return a.reduce((sum, level, i) => sum + Math.abs(level - (b[i] ?? 0)), 0) / a.length;
}
