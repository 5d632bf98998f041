import { loggedContext, temporaryFolder } from '@vedette/core/testing';
import { afterEach, expect, test, vi } from 'vitest';
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
