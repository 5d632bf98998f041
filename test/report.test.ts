import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { imagesIn } from './support/bucket.ts';
import { openHouse } from './support/house.ts';
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
  const running = await up(['--source', 'sim:people=3,fps=20,frames=50', '--select', 'track'], cwd);
  const [, faces] = await running.says(/"faces":(\d+).*the source is spent/, 60_000);
  const closed = await eventually(
    'each sighting has its end',
    async () => {
      const found = await report([], cwd);
      expect(found.code, found.stderr).toBe(0);
      return found.sum('generated') === Number(faces) && found.residues.length === 0 && found;
    },
    40_000,
  );
  expect(closed.sum('shots')).toBeGreaterThan(0);
  expect(closed.sum('generated')).toBe(closed.sum('suppressed') + closed.sum('shots'));
  expect(closed.sum('shots')).toBe(imagesIn(join(cwd, 'data/bucket')).length);
  expect([closed.sum('received'), closed.sum('stored'), closed.sum('inBucket')]).toEqual(
    Array(3).fill(closed.sum('shots')),
  );

  const retained = await eventually(
    'the same at the edge broker',
    async () => {
      const found = await report(['--broker', `mqtt://127.0.0.1:${running.edgePort}`], cwd);
      expect(found.code, found.stderr).toBe(0);
      return found.sum('generated') === closed.sum('generated') && found;
    },
    40_000,
  ); // it is published every ten seconds
  expect(retained.rows.map(({ residues }) => residues)).toEqual(closed.rows.map(() => []));
  expect(retained.sum('inBucket')).toBe(closed.sum('inBucket'));

  const [image = ''] = imagesIn(join(cwd, 'data/bucket'));
  rmSync(join(cwd, 'data/bucket', image));
  const found = await report([], cwd);
  expect(found).toMatchObject({ code: 1, residues: [{ name: 'lost-in-bucket', kind: 'gap', count: 1 }] });
  expect(found.stderr.trim()).toBe('vedette: the books do not close: 1 receipted, and not in the bucket');
}, 120_000);

test('where there are no books it says where they could be', async () => {
  const { code, stderr } = await report([], temporaryFolder());
  expect(code).toBe(2);
  expect(stderr).toContain('there is no ledger in');
  expect(await report(['--since', 'yesterday'], temporaryFolder())).toMatchObject({ code: 2 });
});

test('the books close after each process was killed, the detector with what nobody else knew of', async () => {
  const house = await openHouse({
    brokers: 'aedes',
    settings: { faceDetector: { source: 'sim:people=2,fps=10', select: 'every' } },
  });
  const stored = () => imagesIn(house.bucket).length;
  const more = async (count: number) => {
    const before = stored();
    await eventually(`${count} more objects`, () => stored() >= before + count, 40_000);
  };
  house.start('face-detector');
  await more(30); // by then the detector has reported
  for (const name of ['face-detector', 'forwarder', 'cloud-broker', 'edge-broker', 'image-sink'] as const) {
    await house.kill(name);
    house.start(name);
    await more(10);
  }
  house.running('face-detector').kill();
  await house.running('face-detector').exit;

  const { closed, objects } = await eventually(
    'the last receipt',
    async () => {
      const before = stored();
      const found = await report([], house.cwd);
      expect(found.code, `${found.stderr}${JSON.stringify(found.rows)}`).toBe(0);
      // What the edge broker held still may come while it is counted.
      const isOver = found.sum('waiting') === 0 && found.sum('inBucket') === before;
      const isKnown = isOver && found.residues.every(({ kind }) => kind === 'noted');
      return isKnown && found.sum('received') === before && { closed: found, objects: before };
    },
    40_000,
  );
  expect(closed.sum('stored') + closed.sum('duplicates')).toBe(objects);
  // What a killed detector had found and not said, and what it held: no more than that is not in its own books.
  const names = new Set(closed.residues.map(({ name }) => name));
  expect([...names].filter((name) => name !== 'not-reported' && name !== 'lost-with-detector')).toEqual([]);
}, 240_000);
