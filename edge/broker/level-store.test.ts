import { setImmediate } from 'node:timers/promises';
import { loggedContext, temporaryFolder } from '@vedette/core/testing';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { LevelStore } from './level-store.ts';

afterEach(() => vi.useRealTimers());

test('what is written after the end is refused, and neither said nor mended: the store stays closed', async () => {
  const { log, lines } = loggedContext();
  const store = new LevelStore(temporaryFolder(), log);
  await store.open();
  await store.put('key', Buffer.from('value'));
  await store.close();
  vi.useFakeTimers();
  await expect(store.put('key', Buffer.from('late'))).rejects.toThrow();
  await expect(store.del('key')).rejects.toThrow();
  expect(vi.getTimerCount()).toBe(0);
  expect(lines).toEqual([]);
});

test('whoever reads finds what came to be written before, though nobody has waited for it', async () => {
  const store = new LevelStore(temporaryFolder(), loggedContext().log);
  await store.open();
  onTestFinished(() => store.close());
  const keys = Array.from({ length: 50 }, (_, number) => `key-${number + 10}`);
  const writing = keys.map((key) => store.put(key, Buffer.from(key)));
  await setImmediate();
  const found: string[] = [];
  for await (const [key] of store.entries({ gte: 'key', lt: 'kez' })) found.push(key);
  expect(found).toEqual(keys);
  await Promise.all(writing);
});
