import { expect, test } from 'vitest';
import { readPayload } from './read.ts';

test('text is told from MessagePack', () => {
  expect(readPayload(Buffer.from('Testing bridged brokers!'))).toMatchObject({ type: 'unreadable', reason: 'text' });
});
