import { expect, test } from 'vitest';
import { isPasswordInClear } from './is-password-in-clear.ts';

test.each<[string, string | undefined, boolean]>([
  ['mqtt://cloud', 'x', true],
  ['mqtt://me:x@cloud:1884', undefined, true],
  ['mqtt://127.example.org', 'x', true],
  ['mqtt://[2001:db8::1]', 'x', true],
  ['mqtts://cloud', 'x', false],
  ['mqtt://cloud', undefined, false],
  ['mqtt://me@cloud', undefined, false],
  ['mqtt://localhost', 'x', false],
  ['mqtt://127.0.0.2:1', 'x', false],
  ['mqtt://[::1]:1883', 'x', false],
])('%s with the password %s: %s', (url, password, isInClear) => {
  expect(isPasswordInClear({ url, password })).toBe(isInClear);
});
