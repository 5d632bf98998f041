import { expect, test } from 'vitest';
import { ViewSigner } from './view-signer.ts';

const DAY_MS = 86_400_000;
const NOON = Date.UTC(2026, 10, 21, 12);

test('an address stays the same for a day, and is good for one day at least and two at most', () => {
  let now = NOON;
  const signer = new ViewSigner(Buffer.from('secret'), () => now);
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
  expect(new ViewSigner(Buffer.from('other'), () => NOON).check(view)).toBe('forged');
});
