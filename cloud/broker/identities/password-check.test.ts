import { expect, test } from 'vitest';
import { hashPassword } from './password.ts';
import { PasswordCheck } from './password-check.ts';

test('right and wrong ones are told apart, again and again', async () => {
  const record = await hashPassword('hunter2');
  const check = new PasswordCheck();
  for (const [password, isRight] of [
    ['hunter2', true],
    ['hunter3', false],
    ['', false],
    ['hunter2', true],
  ] as const) {
    expect(await check.isRight(Buffer.from(password), record)).toBe(isRight);
  }
});

test('a flood on one name is refused, but neither who was let in before nor another name', async () => {
  const [record, other] = await Promise.all([hashPassword('hunter2'), hashPassword('hunter3')]);
  const check = new PasswordCheck();
  expect(await check.isRight(Buffer.from('hunter2'), record)).toBe(true);
  const flood = Array.from({ length: 100 }, (_, i) => check.isRight(Buffer.from(`wrong-${i}`), record));
  const outcomes = Promise.allSettled(flood);
  expect(await check.isRight(Buffer.from('hunter2'), record)).toBe(true);
  expect(await check.isRight(Buffer.from('hunter3'), other)).toBe(true);
  const refused = (await outcomes).filter(({ status }) => status === 'rejected');
  expect(refused.length).toBe(100 - 4);
  expect(await check.isRight(Buffer.from('wrong'), record)).toBe(false);
});

test('names that nobody has take no place of those who wait, and no time while there is another to serve', async () => {
  const record = await hashPassword('hunter2');
  const check = new PasswordCheck();
  let settled = 0;
  const strangers = Array.from({ length: 1_000 }, () => check.pretend(Buffer.from('x')).then(() => settled++));
  const isRight = await check.isRight(Buffer.from('hunter2'), record);
  expect(isRight).toBe(true);
  expect(settled).toBeGreaterThan(990);
  await Promise.all(strangers);
});
