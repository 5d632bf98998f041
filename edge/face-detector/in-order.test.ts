import { expect, test } from 'vitest';
import { inOrder } from './in-order.ts';

async function* numbers(count: number, failure?: Error): AsyncGenerator<number> {
  for (let number = 0; number < count; number++) yield number;
  if (failure) throw failure;
}

/** Work that ends when it is told to. */
function openWork() {
  const ends = new Map<number, () => void>();
  return {
    begin: (number: number) => new Promise<number>((resolve) => ends.set(number, () => resolve(number * 10))),
    begun: () => [...ends.keys()],
    end: (number: number) => ends.get(number)?.(),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const never = () => {
  throw new Error('nothing has failed');
};

test('several are in hand at once, and taken in the order in which they came', async () => {
  const { begin, begun, end } = openWork();
  const taken: number[] = [];
  const take = async (_: number, result: number) => void taken.push(result);
  const done = inOrder(numbers(4), 2, { begin, take, onFailure: never });
  await turn();
  expect(begun()).toEqual([0, 1]);
  end(1);
  await turn();
  expect({ begun: begun(), taken }).toEqual({ begun: [0, 1], taken: [] });
  end(0);
  await turn();
  expect({ begun: begun(), taken }).toEqual({ begun: [0, 1, 2, 3], taken: [0, 10] });
  for (const number of [3, 2]) end(number);
  await done;
  expect(taken).toEqual([0, 10, 20, 30]);
});

test('what failed is told at once, what is in hand is waited for, and nothing is taken after it', async () => {
  const { begin, end } = openWork();
  const taken: number[] = [];
  let failed = false;
  async function* items() {
    for (let number = 0; !failed; number++) {
      yield number;
      await turn();
    }
  }
  const done = inOrder(items(), 3, {
    begin,
    async take(number, result) {
      if (number === 1) throw new Error('no room');
      taken.push(result);
    },
    onFailure: () => {
      failed = true;
    },
  });
  const settled = done.catch((error) => error);
  await turn();
  await turn();
  for (const number of [0, 1]) end(number);
  await turn();
  expect(failed).toBe(true);
  end(2);
  expect(await settled).toMatchObject({ message: 'no room' });
  expect(taken).toEqual([0]);
});

test('where the items and a taking fail, neither hides the other', async () => {
  const done = inOrder(numbers(1, new Error('the camera went away')), 5, {
    begin: async (number) => number,
    take: () => Promise.reject(new Error('the broker is gone')),
    onFailure: () => undefined,
  });
  await expect(done).rejects.toThrow(/^(?=.*the camera went away)(?=.*the broker is gone)/);
});
