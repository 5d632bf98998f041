import { expect, test } from 'vitest';
import { ShortLinks } from './short-links.ts';

/** What is told of links that hold so many ms each, 1 s apart. */
function toldOf(holds: readonly number[]): boolean[] {
  const links = new ShortLinks();
  let now = 0;
  return holds.map((ms) => {
    now += 1_000;
    links.up(now);
    now += ms;
    return links.lost(now);
  });
}

test('three short links in a row are told of once, until one holds', () => {
  expect(toldOf([50, 0, 4_999, 50, 50])).toEqual([false, false, true, false, false]);
  expect(toldOf([50, 50, 5_000, 50, 50])).toEqual([false, false, false, false, false]);
  expect(toldOf([50, 50, 50, 60_000, 50, 50, 50])).toEqual([false, false, true, false, false, false, true]);
});
