import { join } from 'node:path';
import { eventually, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { imagesIn } from './support/bucket.ts';
import { house } from './support/house.ts';
import { up } from './support/up.ts';
import { vedette } from './support/vedette.ts';

type Count = 'generated' | 'suppressed' | 'shots' | 'received' | 'stored' | 'duplicates' | 'waiting' | 'inBucket';

/** A line of the report; what is zero is left out. */
interface Row extends Partial<Readonly<Record<Count, number>>> {
  readonly residues: readonly { readonly name: string; readonly kind: string; readonly count: number }[];
}

async function report(args: readonly string[], cwd: string) {
  const { code, stdout, stderr } = await vedette(['report', '--json', ...args], { cwd }).exit;
  const rows: Row[] =
    stdout.trim() === ''
      ? []
      : stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line));
  const sum = (key: Count) => rows.reduce((total, row) => total + (row[key] ?? 0), 0);
  return { code, stderr, rows, sum, residues: rows.flatMap(({ residues }) => residues) };
}

test('while everything runs the books close, in the data folder as at a broker', async () => {
  const cwd = temporaryFolder();
  const running = await up(['--source', 'sim:people=3,fps=20,frames=80', '--select', 'track'], cwd);
  const [, faces] = await running.says(/"faces":(\d+).*the source is spent/);
  const closed = await eventually('each sighting has its end', async () => {
    const found = await report([], cwd);
    expect(found.code, found.stderr).toBe(0);
    return found.sum('generated') === Number(faces) && found.residues.length === 0 && found;
  });
  expect(closed.sum('shots')).toBeGreaterThan(0);
  expect(closed.sum('generated')).toBe(closed.sum('suppressed') + closed.sum('shots'));
  expect(closed.sum('shots')).toBe(imagesIn(join(cwd, 'data/bucket')).length);
  expect([closed.sum('received'), closed.sum('stored'), closed.sum('inBucket')]).toEqual(
    Array(3).fill(closed.sum('shots')),
  );

  const retained = await eventually('the same at the edge broker', async () => {
    const found = await report(['--broker', `mqtt://127.0.0.1:${running.edgePort}`], cwd);
    expect(found.code, found.stderr).toBe(0);
    return found.sum('generated') === closed.sum('generated') && found;
  });
  expect(retained.rows.map(({ residues }) => residues)).toEqual(closed.rows.map(() => []));
  expect(retained.sum('inBucket')).toBe(closed.sum('inBucket'));
}, 60_000);

test('the books close after each process was killed, the detector with what nobody else knew of', async () => {
  const { cwd, bucket, start, startReady, restart } = await house('sim:people=2,fps=10');
  let edgeBroker = await startReady('edge-broker');
  let cloudBroker = await startReady('cloud-broker');
  let sink = await startReady('image-sink');
  let forwarder = await startReady('forwarder');
  let detector = start('face-detector');
  const more = async (count: number) => {
    const before = imagesIn(bucket).length;
    await eventually(`${count} more objects`, () => imagesIn(bucket).length >= before + count);
  };
  await more(30); // by then the detector has reported
  detector = await restart(detector, 'face-detector');
  await more(10);
  forwarder = await restart(forwarder, 'forwarder');
  await more(10);
  cloudBroker = await restart(cloudBroker, 'cloud-broker');
  await more(10);
  edgeBroker = await restart(edgeBroker, 'edge-broker');
  await more(10);
  sink = await restart(sink, 'image-sink');
  await more(10);
  detector.kill();
  await detector.exit;

  const closed = await eventually('the last receipt', async () => {
    const found = await report([], cwd);
    expect(found.code, `${found.stderr}${JSON.stringify(found.rows)}`).toBe(0);
    return found.sum('waiting') === 0 && found.residues.every(({ kind }) => kind === 'noted') && found;
  });
  const objects = imagesIn(bucket).length;
  expect(closed.sum('received')).toBe(objects);
  expect(closed.sum('inBucket')).toBe(objects);
  expect(closed.sum('stored') + closed.sum('duplicates')).toBe(objects);
  // What a killed detector had found and not said, and what it held: no more than that is not in its own books.
  const names = new Set(closed.residues.map(({ name }) => name));
  expect([...names].filter((name) => name !== 'not-reported' && name !== 'lost-with-detector')).toEqual([]);
  for (const running of [forwarder, sink, cloudBroker, edgeBroker]) running.kill();
}, 90_000);
