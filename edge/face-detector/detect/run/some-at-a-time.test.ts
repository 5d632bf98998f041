import { expect, test } from 'vitest';
import { someAtATime } from './some-at-a-time.ts';

test('results stand in the order of the items, however long each takes, and no more are under way than may be', async () => {
  let underWay = 0;
  let most = 0;
  const square = async (item: number) => {
    underWay += 1;
    most = Math.max(most, underWay);
    for (let turn = item; turn < 6; turn += 1) await Promise.resolve();
    underWay -= 1;
    return item * item;
  };
  expect(await someAtATime([1, 2, 3, 4, 5], 2, square)).toEqual([1, 4, 9, 16, 25]);
  expect(most).toBe(2);
  expect(await someAtATime([], 2, square)).toEqual([]);
});

test('where one fails, so does the whole', async () => {
  const work = (item: number) => (item === 2 ? Promise.reject(new Error('no')) : Promise.resolve(item));
  await expect(someAtATime([1, 2, 3], 2, work)).rejects.toThrow('no');
});
