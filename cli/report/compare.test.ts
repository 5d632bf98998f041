import { deviceLedgerSchema } from '@vedette/core/ledger';
import { expect, test } from 'vitest';
import { compare, selectRows, sumUp } from './compare.ts';
import { formatTable } from './table.ts';

const AT = Date.UTC(2026, 10, 20, 22, 50);

const LEDGER = deviceLedgerSchema.parse({
  ...{ v: 1, site: 'home', device: 'pole-7', at: AT },
  cameras: [
    {
      camera: 'cam0',
      minutes: [
        {
          minute: '2026-11-20T22:38Z',
          changedAt: AT - 700_000,
          generated: 4,
          suppressed: 2,
          shots: 2,
          received: 2,
          stored: 2,
        },
        {
          ...{
            minute: '2026-11-20T22:39Z',
            changedAt: AT - 600_000,
            generated: 6,
            shots: 5,
            unpublished: { unsent: 1 },
          },
          ...{ received: 4, stored: 1, waiting: 2, inFlight: 1, dropped: { 'too-old': 1 } },
        },
      ],
    },
    {
      ...{ site: 'sea', device: 'boat', camera: 'cam9' },
      minutes: [{ minute: '2019-01-01T00:00Z', changedAt: AT - 1_000, received: 1, stored: 1 }],
    },
  ],
});

test('rows are asked for by minute of capture, by when they changed, and by camera', () => {
  const minutes = (since: number, camera?: string) =>
    selectRows([LEDGER], { since, camera }).map((row) => `${row.site} ${row.device} ${row.camera} ${row.row.minute}`);
  expect(minutes(AT - 650_000)).toEqual(['home pole-7 cam0 2026-11-20T22:39Z', 'sea boat cam9 2019-01-01T00:00Z']);
  expect(minutes(AT - 5_000)).toEqual(['sea boat cam9 2019-01-01T00:00Z']);
  expect(minutes(0, 'cam0')).toHaveLength(2);
});

test('the bucket is asked by place and minute, and what differs has its name', () => {
  const rows = compare(selectRows([LEDGER], { since: 0 }), ({ camera }) => (camera === 'cam0' ? 2 : 0));
  expect(rows.map(({ closes }) => closes)).toEqual([true, false, false]);
  expect(rows[1]).toMatchObject({
    inBucket: 2,
    residues: [
      { name: 'lost-before-spool', kind: 'gap', count: 1 },
      { name: 'receipt-on-its-way', kind: 'open', count: 1 },
    ],
  });
  expect(rows[2]?.residues).toMatchObject([{ name: 'not-reported' }, { name: 'lost-in-bucket', count: 1 }]);
});

test('without a bucket the edge stands alone', () => {
  const [row] = compare(selectRows([LEDGER], { since: 0 }));
  expect(row).toMatchObject({ closes: true, residues: [] });
  expect(row).not.toHaveProperty('inBucket');
});

test('the sum is of all minutes', () => {
  const rows = compare(selectRows([LEDGER], { since: 0, camera: 'cam0' }), () => 2);
  expect(sumUp(rows)).toMatchObject({ generated: 10, shots: 7, received: 6, stored: 3, waiting: 2, inBucket: 4 });
  expect(sumUp([])).toBeUndefined();
});

test('the table has a block a camera, a line a minute, the sum, and what its names mean', () => {
  const lines = formatTable(compare(selectRows([LEDGER], { since: 0 }))).split('\n');
  expect(lines).toHaveLength(12);
  expect(lines[0]).toBe('home/pole-7/cam0');
  expect(lines[3]).toMatch(/^2026-11-20 22:39 .* 1 lost-before-spool!, dropped: 1 unsent, 1 too-old$/);
  expect(lines[4]).toMatch(/^all {14,}10 /);
  expect(lines.slice(10)).toEqual([
    'lost-before-spool: published, and never taken in by the forwarder',
    expect.stringMatching(/^not-reported: /),
  ]);
  for (const [line, column] of [
    [3, 'generated'],
    [3, 'waiting'],
    [4, 'shots'],
  ] as const) {
    const end = (lines[1]?.indexOf(column) ?? 0) + column.length;
    expect(lines[line]?.slice(end - 2, end), column).toMatch(/\d$/);
  }
});
