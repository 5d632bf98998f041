import { expect, test } from 'vitest';
import { BareImages } from './bare-images.ts';

const message = (over: object = {}) => ({ topic: 't', payload: Buffer.alloc(0), retain: false, ...over });

test('of a redelivery both the packet id and the bytes are known; at QoS 0 nothing is', () => {
  const images = new BareImages([]);
  images.remember(message({ messageId: 7 }), 'aa');
  expect(images.isKnown(message({ messageId: 7 }), 'aa')).toBe(true);
  expect(images.isKnown(message({ messageId: 8 }), 'aa')).toBe(false);
  expect(images.isKnown(message({ messageId: 7 }), 'bb')).toBe(false);
  images.remember(message(), 'cc');
  expect(images.isKnown(message(), 'cc')).toBe(false);
});

test('a retained image is known by its topic, of which the last 1000 are', () => {
  const images = new BareImages([]);
  for (let i = 0; i < 1_001; i++) images.remember(message({ topic: `t${i}` }), 'aa');
  const isKnown = (topic: string, sha256 = 'aa') => images.isKnown(message({ topic, retain: true }), sha256);
  expect([isKnown('t0'), isKnown('t1'), isKnown('t1000'), isKnown('t1', 'bb')]).toEqual([false, true, true, false]);
});
