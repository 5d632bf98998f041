import { expect, test } from 'vitest';
import { brokerUrlSchema } from './broker-url.ts';

test.each([
  'mqtt://localhost',
  'mqtt://127.0.0.1:1883',
  'mqtts://broker.example.com:8883/',
  'mqtt://[::1]:1883',
  'mqtt://pole-7:hunter2@broker:1883',
])('%s', (url) => {
  expect(brokerUrlSchema.parse(url)).toBe(url);
});

test.each([
  ['', 'does not begin'],
  ['broker:1883', 'does not begin'],
  ['http://broker:1883', 'does not begin'],
  ['mqtt://', 'no host'],
  ['mqtt://h:99999', 'the port 99999 is not one of 1 to 65535'],
  ['mqtt://h:0', 'the port 0'],
  ['mqtt://h:1883/topic', 'ends after the port'],
  ['mqtt://h:1883?a=b', 'ends after the port'],
  ['mqtt://h:many', 'cannot be read'],
  ['mqtt://a host:1883', 'cannot be read'],
])('%s: %s', (url, fault) => {
  const { error } = brokerUrlSchema.safeParse(url);
  expect(error?.issues).toHaveLength(1);
  expect(error?.issues[0]?.message).toContain(fault);
});

test('a password is not told', () => {
  expect(brokerUrlSchema.safeParse('mqtt://me:hunter2@h:99999').error?.message).not.toContain('hunter2');
});
