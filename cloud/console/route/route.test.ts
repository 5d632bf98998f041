import { expect, test } from 'vitest';
import { hrefOf, parseRoute } from './route.ts';

test('an address says what it was made of', () => {
  const query = { camera: 'Süd & Nord', shot: '01' };
  expect(parseRoute(hrefOf('browse', query))).toEqual({ view: 'browse', query });
  expect(hrefOf('live', { shot: undefined, camera: '' })).toBe('#/live');
});

test.each(['', '#', '#/', '#/nowhere'])('%j is the first place', (hash) => {
  expect(parseRoute(hash)).toEqual({ view: 'live', query: {} });
});

test('a device may stand in the path', () => {
  expect(parseRoute('#/devices/home/pole%207')).toEqual({ view: 'devices', query: { site: 'home', device: 'pole 7' } });
  expect(parseRoute('#/devices/home/7%').query['device']).toBe('7%');
});
