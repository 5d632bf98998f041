import { expect, test } from 'vitest';
import { AckRate } from './ack-rate.ts';

test('what came through in the last while; nothing is said before that can be told', () => {
  const rate = new AckRate();
  expect(rate.perSecond(0)).toBeUndefined();
  for (let now = 0; now < 60_000; now += 100) {
    rate.acknowledged(now < 30_000 ? 1_000 : 100, now);
    if (now === 4_000) expect(rate.perSecond(now)).toBeUndefined();
    if (now === 29_900) expect(rate.perSecond(now)).toBeCloseTo(10_000, -3);
  }
  expect(rate.perSecond(59_900)).toBeCloseTo(1_000, -2);
  expect(rate.perSecond(100_000), 'nothing any more').toBe(0);
  rate.renew();
  expect(rate.perSecond(100_000)).toBeUndefined();
});
