import { expect, test } from 'vitest';
import { ViewSigner } from './view-signer.ts';

const DAY_MS = 86_400_000;
const NOON = Date.UTC(2026, 10, 21, 12);

test('an address stays the same for a day, and is good for one day at least and two at most', async () => {
  let now = NOON;
  const signer = new ViewSigner(
    async () => Buffer.from('secret'),
    () => now,
  );
  await signer.ready();
  const path = signer.sign('id', 'ops');
  const { searchParams } = new URL(path, 'http://host');
  const view = {
    ...{ id: 'id', operations: searchParams.get('ops') ?? '', signature: searchParams.get('sig') ?? '' },
    expires: Number(searchParams.get('exp')),
  };
  now += DAY_MS / 2 - 1;
  expect(signer.sign('id', 'ops')).toBe(path);
  now = NOON + DAY_MS;
  expect(signer.check(view)).toBe('good');
  now = NOON + 2 * DAY_MS;
  expect(signer.check(view)).toBe('expired');
  const other = new ViewSigner(
    async () => Buffer.from('other'),
    () => NOON,
  );
  await other.ready();
  expect(other.check(view)).toBe('forged');
});
