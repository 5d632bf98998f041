import { expect, test } from 'vitest';
import { accessOf } from './access.ts';
import { fitsRole, type Role } from './identity.ts';

const HOUSE = { root: 'vedette', shotAlias: 'w251/face_detector' };
const OWN = 'vedette/home/one';

test.each<[Role, string, boolean]>([
  ['device', `${OWN}/cam/shot`, true],
  ['device', `${OWN}/status`, true],
  ['device', 'w251/face_detector', false],
  ['gateway', 'w251/face_detector', true],
  ['sink', 'w251/face_detector', false],
  ['device', `${OWN}/receipt`, false],
  ['device', 'vedette/home/two/cam/shot', false],
  ['device', 'vedette/home/one2/cam/shot', false],
  ['device', 'other/home/one/cam/shot', false],
  ['gateway', 'vedette/home/two/cam/shot', true],
  ['gateway', 'vedette/home/two/receipt', false],
  ['gateway', 'vedette/away/two/cam/shot', false],
  ['sink', 'vedette/home/two/receipt', true],
  ['sink', `${OWN}/cam/shot`, false],
  ['viewer', 'vedette/home/two/receipt', false],
])('a %s publishes on %s: %s', (role, topic, may) => {
  expect(accessOf({ name: 'home/one', role }, HOUSE).mayPublish(topic)).toBe(may);
});

test.each<[Role, string, boolean]>([
  ['device', `${OWN}/status`, true],
  ['device', `${OWN}/ledger`, true],
  ['device', `${OWN}/cam/status`, true],
  ['device', `${OWN}/cam/ledger`, true],
  ['device', `${OWN}/cam/meta`, true],
  ['device', `${OWN}/cam/shot`, false],
  ['device', `${OWN}/a/b/status`, false],
  ['device', 'vedette/home/two/status', false],
  ['gateway', 'vedette/home/two/status', true],
  ['gateway', 'vedette/away/two/status', false],
  ['gateway', 'w251/face_detector', false],
  ['sink', `${OWN}/receipt`, false],
  ['viewer', `${OWN}/status`, false],
])('what a %s publishes on %s is retained: %s', (role, topic, may) => {
  expect(accessOf({ name: 'home/one', role }, HOUSE).mayRetain(topic)).toBe(may);
});

test.each<[Role, string, boolean]>([
  ['device', `${OWN}/receipt`, true],
  ['device', 'vedette/home/+/receipt', false],
  ['device', 'vedette/home/one/#', false],
  ['device', '#', false],
  ['gateway', 'vedette/home/two/receipt', true],
  ['gateway', 'vedette/home/+/receipt', true],
  ['gateway', 'vedette/home/#/receipt', false],
  ['gateway', 'vedette/+/two/receipt', false],
  ['gateway', 'vedette/home/#', false],
  ['sink', '#', true],
  ['viewer', '#', true],
])('a %s subscribes to %s: %s', (role, filter, may) => {
  expect(accessOf({ name: 'home/one', role }, HOUSE).maySubscribe(filter)).toBe(may);
});

test.each<[string, Role, boolean]>([
  ['home/one', 'device', true],
  ['home', 'device', false],
  ['home/one/cam', 'device', false],
  ['home/+', 'device', false],
  ['home/', 'gateway', false],
  ['sink-1', 'sink', true],
  ['#inside', 'sink', false],
  ['', 'viewer', false],
])('%j is a name for a %s: %s', (name, role, may) => {
  expect(fitsRole(name, role)).toBe(may);
});
