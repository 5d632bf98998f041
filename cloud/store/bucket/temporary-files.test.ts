import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { nameOfGone } from './gone-process.testing.ts';
import { isOwnerGone, prepareTemporary, temporaryNames } from './temporary-files.ts';

const MODULE = new URL('../dist/bucket/temporary-files.js', import.meta.url).href;
const SAYS_A_NAME = `import('${MODULE}').then(({ temporaryNames }) => process.stdout.write(temporaryNames('')()))`;

/** What a process that has ended meanwhile called a file. */
function nameOfEnded(...command: readonly string[]): string {
  const [program = '', ...words] = [...command, process.execPath, '-e', SAYS_A_NAME];
  return basename(spawnSync(program, words, { encoding: 'utf8' }).stdout);
}

const CONTAINER = ['unshare', '--pid', '--fork', '--mount-proc'] as const;
const [container, ...itsWords] = CONTAINER;
const HAS_CONTAINERS = spawnSync(container, [...itsWords, 'true']).status === 0;

test('a process is known to be gone when it has ended, and not before', () => {
  expect(isOwnerGone(basename(temporaryNames('')()))).toBe(false);
  expect(isOwnerGone(nameOfGone(1))).toBe(true);
  expect(isOwnerGone(nameOfEnded())).toBe(true);
});

test.skipIf(!HAS_CONTAINERS)(
  `of a process in another container of the same host name nothing is known${HAS_CONTAINERS ? '' : ' (needs unshare, as root)'}`,
  () => {
    const name = nameOfEnded(...CONTAINER);
    expect(name).toContain('~');
    expect(isOwnerGone(name)).toBe(false);
  },
);

test.each(['', '~', 'lock-1', 'host~1 1 boot~of-an-earlier-version', 'host~17~without-proc'])(
  'of %j nothing is known',
  (name) => expect(isOwnerGone(name)).toBe(false),
);

test('what a killed process has left is cleared, and nothing else', () => {
  const bucket = temporaryFolder();
  const temporary = join(bucket, '.tmp');
  mkdirSync(temporary);
  const [, start, boot, namespace] = nameOfGone(1).split('~')[1]?.split(' ') ?? [];
  const place = `${process.pid} ${start} ${boot}`;
  const ofOthers = [
    basename(temporaryNames('')()),
    `raspberrypi~${process.pid} ${start} another-boot ${namespace}~1`,
    `raspberrypi~${place} ${Number(namespace) + 1}~2`,
  ];
  const ofEarlier = `raspberrypi~${process.pid} ${Number(start) - 1} ${boot} ${namespace}~3`;
  for (const name of [...ofOthers, ofEarlier, nameOfGone(4)]) writeFileSync(join(temporary, name), 'half');
  prepareTemporary(bucket);
  expect(readdirSync(temporary).sort()).toEqual(ofOthers.sort());
});
