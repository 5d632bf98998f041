import { expect, test } from 'vitest';
import { imageSinkSchema } from './config.ts';
import { roomFor } from './room-for.ts';

test.each([
  [{}, { messages: 128, bytes: 8e6 }],
  [{ packs: { maxBytes: 1_000 } }, { messages: 20_000, bytes: 8e6 }],
  [{ packs: { maxBytes: 16_000_000 } }, { messages: 20_000, bytes: 96e6 }],
])('with %j there is room for eight of the largest images, and for packs', (settings, room) => {
  expect(roomFor(imageSinkSchema.parse({ maxImageBytes: 1e6, ...settings }))).toEqual(room);
});
