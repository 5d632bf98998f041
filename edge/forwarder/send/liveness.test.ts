import { expect, test } from 'vitest';
import { Liveness } from './liveness.ts';

test('nothing is amiss while nothing is on its way', () => {
  const liveness = new Liveness(5_000);
  expect(liveness.alarm(1e9)).toBeUndefined();
  liveness.sent(0, false);
  liveness.acknowledged(5);
  liveness.receipted(10, false);
  expect(liveness.alarm(1e9)).toBeUndefined();
  expect(liveness.isDead(1e9, 0)).toBe(false);
});

test('a black hole: neither PUBACK nor receipt', () => {
  const liveness = new Liveness(5_000);
  liveness.sent(1_000, false);
  liveness.sent(3_000, false);
  expect(liveness.alarm(5_999)).toBeUndefined();
  expect(liveness.alarm(6_000)).toBe('the connection to the cloud broker stands, but nothing has come through for 5 s');
  expect(liveness.isDead(16_000, 0)).toBe(false);
  expect(liveness.isDead(16_001, 0)).toBe(true);
  expect(liveness.isDead(16_001, 1_000_000), 'so much may take long').toBe(false);
  liveness.lost();
  expect(liveness.alarm(20_000)).toBeUndefined();
});

test('the broker answers, and no sink does', () => {
  const liveness = new Liveness(5_000);
  liveness.sent(0, false);
  liveness.acknowledged(100);
  for (let now = 1_000; now <= 60_000; now += 1_000) {
    liveness.sent(now, true);
    liveness.acknowledged(now);
  }
  expect(liveness.alarm(60_000)).toBe('no receipts come from the cloud for 60 s: is an image sink running?');
  expect(liveness.isDead(60_000, 0)).toBe(false);
  liveness.receipted(61_000, true);
  expect(liveness.alarm(62_000)).toBeUndefined();
  expect(liveness.alarm(66_000)).toBeDefined();
});

test('what was sent in vain before says nothing of the cloud', () => {
  const liveness = new Liveness(5_000);
  liveness.sent(0, true);
  liveness.acknowledged(10);
  expect(liveness.alarm(100_000)).toBeUndefined();
});

test('a link is doubtful when it is silent for longer than it ever took', () => {
  const liveness = new Liveness(5_000);
  liveness.sent(0, false);
  expect(liveness.isDoubtful(10_000, undefined), 'nothing is known of it').toBe(false);
  expect(liveness.isDoubtful(2_200, 100)).toBe(false);
  expect(liveness.isDoubtful(2_201, 100)).toBe(true);
  expect(liveness.isDoubtful(10_000, 20_000), 'so much takes long').toBe(false);
  liveness.acknowledged(10_000);
  expect(liveness.isDoubtful(100_000, 0), 'a receipt may take as long as it will').toBe(false);
  liveness.sent(100_000, false);
  expect(liveness.isDoubtful(100_001, 0)).toBe(false);
});
