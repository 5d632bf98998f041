import { cpSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeShot, nowMicros } from '@vedette/core/message';
import { findProgram, sampleShot, temporaryFolder } from '@vedette/core/testing';
import { shotKey } from '@vedette/store';
import { describe, expect, test } from 'vitest';
import { imagesIn, keysIn } from './support/bucket.ts';
import { expectDelivered, untilReceipted, untilStored } from './support/delivery.ts';
import { openHouse } from './support/house.ts';
import { HOME } from './support/house-settings.ts';
import { vedette } from './support/vedette.ts';

test('what is erased is gone, no replay brings it back, later shots are kept, and the books say so', async () => {
  const house = await openHouse({ brokers: 'aedes' });
  const { cwd, bucket } = house;
  await house.camera.publish({ count: 20 }).exit;
  await expectDelivered(house);
  const archive = join(cwd, 'archive');
  cpSync(bucket, archive, { recursive: true });

  const erase = (...flags: string[]) => vedette(['erase', '--device', HOME.device, ...flags], { cwd });
  const look = await erase('--dry-run').exit;
  expect(JSON.parse(look.stdout)).toMatchObject({ shots: 20, putAside: 0, untold: 0, dryRun: true });
  expect(look.stderr).toContain(`20 shots of 1 camera`);
  expect(imagesIn(bucket)).toHaveLength(20);

  const killed = erase('--yes');
  await killed.says(/the rule is written/);
  killed.kill('SIGKILL');
  await killed.exit;
  expect(imagesIn(bucket)).toHaveLength(20);
  const done = await erase('--yes').exit;
  expect(done.code, done.stderr).toBe(0);
  const { tombstone, ...counts } = JSON.parse(done.stdout);
  expect(counts).toMatchObject({ shots: 20, untold: 0 });
  const left = keysIn(bucket);
  expect(left).toHaveLength(2); // the rule of the run that was killed, too
  expect(left).toContain(tombstone);

  const again = await vedette(['replay', `file:${archive}`, '--rate', '200'], { cwd }).exit;
  expect(JSON.parse(again.stdout)).toMatchObject({ read: 20, stored: 0, duplicates: 0, rejected: 20, waiting: 0 });
  expect(keysIn(bucket)).toEqual(left);

  await house.camera.publish({ count: 5 }).exit;
  await untilStored(house, 5);
  await untilReceipted(house);
  const report = await vedette(['report', '--json'], { cwd }).exit;
  expect(report.code, report.stderr).toBe(0);
  const residues = report.stdout
    .trim()
    .split('\n')
    .flatMap((line) => JSON.parse(line).residues);
  const forgotten = residues.filter(({ name }) => name === 'forgotten').reduce((sum, { count }) => sum + count, 0);
  expect(forgotten).toBe(20);
  expect(residues.filter(({ kind }) => kind === 'gap')).toEqual([]);
}, 120_000);

test.each([
  [[], 'nothing is named'],
  [['--site', 'home'], 'nothing is named'],
  [['--device', 'x', '--session', 's'], '--session goes with --track'],
  [['--between', '2026-11-20'], 'two times'],
  [['--between', '2026-11-21', '2026-11-20'], 'ends before it begins'],
  [['--between', 'yesterday', 'today'], 'must be a time'],
  [['--device', 'x'], '--yes'],
  [['--track', '17', '--yes'], '--session'],
  [['--between', '2026-11-20', '2126-11-20', '--yes'], '--ahead'],
])('erase %j is refused before anything is touched', async (flags, words) => {
  const { code, stderr, stdout } = await vedette(['erase', ...flags], { cwd: temporaryFolder() }).exit;
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(words);
});

/** A bucket with a shot, an image that nothing is said of, and nothing else. */
function laidBucket(shot = sampleShot()) {
  const cwd = temporaryFolder();
  const key = join(cwd, 'bucket', shotKey(shot));
  for (const folder of [dirname(key), join(cwd, 'bucket/.tmp')]) mkdirSync(folder, { recursive: true });
  writeFileSync(key, shot.image.data);
  writeFileSync(`${key}.json`, JSON.stringify({ ...describeShot(shot), key: shotKey(shot), storedAt: nowMicros() }));
  writeFileSync(join(cwd, 'bucket/holiday.jpg'), shot.image.data);
  const args = ['--bucket', 'file:bucket', '--device', shot.device];
  return { cwd, bucket: join(cwd, 'bucket'), shot, erase: (...more: string[]) => ['erase', ...args, ...more] };
}

describe.skipIf(!findProgram('faketime'))('by a clock that is wrong (needs faketime)', () => {
  test.each([['+1d'], ['-1d']])('nothing is erased: %s', async (by) => {
    const { cwd, bucket, erase } = laidBucket();
    const before = keysIn(bucket);
    const within = ['faketime', '-f', by];
    const { code, stderr } = await vedette(erase('--yes'), { cwd, within }).exit;
    expect(stderr).toContain("by this machine's clock");
    expect(code).toBe(1);
    expect(keysIn(bucket)).toEqual(before);
  });
});

test('an erase that is stopped says that its rule is in force, and the next one what it cannot tell of', async () => {
  const { cwd, bucket, shot, erase } = laidBucket();
  const stopped = vedette(erase('--yes'), { cwd });
  await stopped.says(/the rule is written/);
  stopped.kill('SIGINT');
  const { code, stderr } = await stopped.exit;
  expect([code, stderr]).toEqual([1, expect.stringMatching(/stopped before its end.*remove tombstones\/.*\.json/)]);
  expect(keysIn(bucket)).toContain(shotKey(shot));
  const done = await vedette(erase('--yes'), { cwd }).exit;
  expect([done.code, done.stderr]).toEqual([1, expect.stringContaining('1 objects without a description')]);
  expect(JSON.parse(done.stdout)).toMatchObject({ shots: 1, untold: 1 });
  expect(keysIn(bucket).filter((key) => !key.startsWith('tombstones/'))).toEqual(['holiday.jpg']);
}, 60_000);

test('an object that is dated ahead is told, and holds up no erase', async () => {
  const { cwd, bucket, shot, erase } = laidBucket();
  const ahead = new Date(Date.now() + 400 * 86_400_000);
  utimesSync(join(bucket, shotKey(shot)), ahead, ahead);
  const { code, stderr, stdout } = await vedette(erase('--dry-run'), { cwd }).exit;
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining(`${shotKey(shot)} was written at ${ahead.toISOString()}`),
  ]);
  expect(JSON.parse(stdout)).toMatchObject({ shots: 1 });
});

test('of a board in 1970 its sessions are named by the rule, packs are waited for, and what is in the making is told', async () => {
  const board = sampleShot({ at: 1_000_000, clock: { offsetMs: null, suspect: true } });
  const { cwd, bucket, erase } = laidBucket(board);
  rmSync(join(bucket, 'holiday.jpg'));
  writeFileSync(join(bucket, '.tmp/of-nobody-knows'), '');
  const env = { VEDETTE_IMAGE_SINK_PACKS_MAX_SECONDS: '1' };
  const { code, stderr, stdout } = await vedette(erase('--yes'), { cwd, env }).exit;
  expect([code, stderr]).toEqual([0, expect.stringContaining('in 13 s every sink knows of it')]);
  expect(stderr).toContain('1 files are in the making under .tmp');
  const { shots, tombstone } = JSON.parse(stdout);
  const { suspectSessions } = JSON.parse(readFileSync(join(bucket, tombstone), 'utf8'));
  expect([shots, suspectSessions, keysIn(bucket)]).toEqual([1, [board.session], [tombstone]]);
}, 60_000);
