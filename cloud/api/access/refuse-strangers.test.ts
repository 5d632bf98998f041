import { expect, test } from 'vitest';
import { Problem } from '../problems/problem.ts';
import { refuseStrangers } from './refuse-strangers.ts';

const HERE = { host: '127.0.0.1', allowed: [] };

test.each(['127.0.0.1:8080', 'localhost:8080', '[::1]:8080', 'vedette.localhost', '192.168.1.5:8080'])(
  '%s is us',
  (host) => {
    refuseStrangers({ host, origin: `http://${host}` }, HERE);
  },
);

test.each(['evil.example:8080', '', 'localhost.evil.example'])('%j is a name that somebody gave us', (host) => {
  expect(() => refuseStrangers({ host }, HERE)).toThrow(Problem);
});

test('in a network any name will do, and only its own pages may ask', () => {
  const there = { host: '0.0.0.0', allowed: ['https://page.example'] };
  refuseStrangers({ host: 'cloud.example', origin: 'https://cloud.example' }, there);
  refuseStrangers({ host: 'cloud.example', origin: 'https://page.example' }, there);
  expect(() => refuseStrangers({ host: 'cloud.example', origin: 'https://evil.example' }, there)).toThrow(Problem);
});
