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

test('a flood is refused, but not who was let in before', async () => {
  const record = await hashPassword('hunter2');
  const check = new PasswordCheck();
  expect(await check.isRight(Buffer.from('hunter2'), record)).toBe(true);
  const flood = Array.from({ length: 100 }, (_, i) => check.isRight(Buffer.from(`wrong-${i}`), record));
  const outcomes = Promise.allSettled(flood);
  expect(await check.isRight(Buffer.from('hunter2'), record)).toBe(true);
  const refused = (await outcomes).filter(({ status }) => status === 'rejected');
  expect(refused.length).toBe(100 - 2 - 32);
  expect(await check.isRight(Buffer.from('wrong'), record)).toBe(false);
});
