import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { loginFrom } from './login-flags.ts';

const URL = 'mqtt://broker.example.org';

test('a password is read from its file, without the end of its line', () => {
  const passwordFile = join(temporaryFolder(), 'password');
  writeFileSync(passwordFile, 'open sesame\n');
  expect(loginFrom({ username: 'eve', passwordFile }, URL)).toMatchObject({ username: 'eve', password: 'open sesame' });
});

test('flags go before what the settings say', () => {
  const settings = { username: 'home/pole', password: 'secret' };
  expect(loginFrom({}, URL, settings)).toMatchObject(settings);
  expect(loginFrom({ username: 'eve' }, URL, settings)).toMatchObject({ username: 'eve', password: 'secret' });
});

test('a file that is not there is named with its flag', () => {
  expect(() => loginFrom({ passwordFile: '/nowhere' }, URL)).toThrow(/--password-file: .*\/nowhere/);
  expect(() => loginFrom({ caFile: '/nowhere' }, 'mqtts://broker.example.org')).toThrow(/caFile.*\/nowhere/);
});
