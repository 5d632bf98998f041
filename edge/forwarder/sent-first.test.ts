import { encodeShot } from '@vedette/core/message';
import { eventually, SAMPLE_JPEG, sampleShot, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { bothSides, forwarder, PLACE, SHOTS, untilReady } from './forwarder.testing.ts';
import { ledgerFolder, readBook } from './ledger/open-ledger.ts';
import { holdFiles } from './spool/spool.testing.ts';

/** A forwarder that runs, and whose disk does not go on. */
async function stalled(answers: boolean) {
  const sides = await bothSides(answers);
  const data = temporaryFolder();
  const running = await forwarder(sides.urls, { data });
  await untilReady(running);
  return { ...sides, ...running, data, ...(await holdFiles('writev')) };
}

test('a shot is sent while the disk is still at it, and its receipt may come before', async () => {
  const { camera, settled, held } = await stalled(true);
  const shot = sampleShot(PLACE);
  await camera.publish(SHOTS, encodeShot(shot));
  await eventually('it is settled', () => settled.length === 1);
  expect(settled).toMatchObject([{ id: shot.id, outcome: 'stored' }]);
  await eventually('it is being written', () => held.length === 1);
  for (const goOn of held) goOn();
});

test('what was sent, and the disk then did not take, comes again and is counted once', async () => {
  const { camera, cloud, settled, data, held, release, forwarder: running } = await stalled(true);
  const shot = sampleShot(PLACE);
  await camera.publish(SHOTS, encodeShot(shot));
  await eventually('it is settled', () => settled.length === 1);
  await eventually('it is being written', () => held.length === 1);
  release();
  for (const goOn of held) goOn(new Error('EIO'));
  await eventually('it is settled again', () => settled.length === 2);
  expect(cloud.got).toHaveLength(2);
  await running.stop();
  const rows = [...readBook(ledgerFolder(data)).book.rows()];
  expect(rows).toMatchObject([{ waiting: 0, ends: { stored: 1, duplicate: 0 } }]);
});

test('a bare image, whose id is given here, is sent when it is written', async () => {
  const { camera, cloud, settled, held, release } = await stalled(true);
  await camera.publish(SHOTS, SAMPLE_JPEG);
  await eventually('it is being written', () => held.length === 1);
  const shot = sampleShot(PLACE);
  await camera.publish(SHOTS, encodeShot(shot));
  await eventually('the shot behind it is settled', () => settled.some(({ id }) => id === shot.id));
  expect(cloud.got).toHaveLength(1);
  release();
  for (const goOn of held) goOn();
  await eventually('it is settled', () => settled.length === 2);
});
