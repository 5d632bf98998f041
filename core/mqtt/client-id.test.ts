import { expect, test } from 'vitest';
import { clientIdOf, MAX_CLIENT_ID_BYTES } from './client-id.ts';

test('names stand in it as they are, as far as a broker takes that', () => {
  expect(clientIdOf('vedette-forwarder', 'home', 'pole-7')).toBe('vedette-forwarder-home-pole-7');
  const longest = 'x'.repeat(MAX_CLIENT_ID_BYTES - 2);
  expect(clientIdOf('a', longest)).toBe(`a-${longest}`);
});

test.each(['x', 'é', '港', '😀'])('longer names of %s are cut, and told apart', (letter) => {
  const name = letter.repeat(300);
  const ids = [clientIdOf('a', name), clientIdOf('a', `${name}1`), clientIdOf('a', name, '1')];
  expect(new Set(ids).size).toBe(3);
  for (const id of ids) {
    expect(Buffer.byteLength(id)).toBeLessThanOrEqual(MAX_CLIENT_ID_BYTES);
    expect(id).toMatch(new RegExp(`^a-${letter}+~[0-9a-f]{32}$`, 'u'));
  }
});
