import { spawnSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loggedContext, sampleShot, temporaryFolder, testBroker } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import { testEdge, testSink } from './sink.testing.ts';

const MEGABYTE = 1_024 * 1_024;

function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** A disk that can be made to hold each write until it thaws; undefined where this user may not mount one. */
function freezingDisk() {
  const folder = temporaryFolder();
  const [image, disk] = [join(folder, 'image'), join(folder, 'disk')];
  mkdirSync(disk);
  writeFileSync(image, '');
  truncateSync(image, 16 * MEGABYTE);
  if (!succeeds('mkfs.ext4', '-q', image) || !succeeds('mount', '-o', 'loop', image, disk)) return undefined;
  const freeze = () => succeeds('fsfreeze', '--freeze', disk);
  const thaw = () => succeeds('fsfreeze', '--unfreeze', disk);
  onTestFinished(() => {
    thaw();
    succeeds('umount', '--lazy', disk);
  });
  return { disk, freeze, thaw };
}

test('a disk that holds a write for ever brings no receipt and holds no stop; what it held is whole when it thaws', async ({
  skip,
}) => {
  const { disk, freeze, thaw } = freezingDisk() ?? skip('only root may mount a disk');
  const { port } = await testBroker();
  const context = loggedContext();
  const { sink } = await testSink({ port, context, settings: { bucket: `file:${disk}` } });
  const edge = await testEdge(port);
  await edge.send(sampleShot());
  await edge.untilReceipts(1);
  if (!freeze()) skip('this system cannot freeze a disk');
  const shots = Array.from({ length: 20 }, (_, seq) => sampleShot({ seq }));
  for (const shot of shots) await edge.send(shot);
  await sink.stop();
  expect(edge.receipts).toHaveLength(1);
  expect(context.lines.at(-1)).toMatchObject({ level: 50, msg: expect.stringContaining('does not answer') });

  thaw();
  await testSink({ port, settings: { bucket: `file:${disk}` } });
  for (const shot of shots) await edge.send(shot);
  await edge.untilReceipts(21);
  expect(new Set(edge.receipts.slice(1).map(({ outcome }) => outcome))).not.toContain('rejected');
});
