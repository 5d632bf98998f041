import { expect, test } from 'vitest';
import { imageSinkSchema } from './config.ts';
import { roomFor } from './room-for.ts';

test.each([
  [{}, { messages: 128, bytes: 8e6 }],
  [{ packs: { maxBytes: 1_000 } }, { messages: 20_000, bytes: 2e6 }],
  [{ packs: { maxBytes: 16_000_000 } }, { messages: 20_000, bytes: 96e6 }],
])('with %j there is room for eight of the largest images, or for packs and two of those', (settings, room) => {
  expect(roomFor(imageSinkSchema.parse({ maxImageBytes: 1e6, ...settings }))).toEqual(room);
});

test('large images, which may come, are no reason to hold more of small ones than packs take', () => {
  expect(roomFor(imageSinkSchema.parse({ packs: {} })).bytes).toBe(48e6);
});
