import { RESIDUES, sumOf } from '@vedette/core/ledger';
import type { ReportRow } from './compare.ts';
import { sumUp } from './sum-up.ts';

/** Heading -> what stands below it. */
const COLUMNS: readonly (readonly [heading: string, count: (row: ReportRow) => number | undefined])[] = [
  ['generated', (row) => row.generated],
  ['suppressed', (row) => row.suppressed],
  ['shots', (row) => row.shots],
  ['received', (row) => row.received],
  ['stored', (row) => row.stored],
  ['duplicates', (row) => row.duplicates],
  ['rejected', (row) => row.rejected],
  ['dropped', (row) => sumOf(row.dropped) + sumOf(row.unpublished)],
  ['waiting', (row) => row.waiting],
  ['in bucket', (row) => row.inBucket],
];

const MINUTE = 16;

/** The report for people: a block a camera, a line a minute, and below it what each name in it means. */
export function formatTable(rows: readonly ReportRow[]): string {
  const cameras = new Map<string, ReportRow[]>();
  for (const row of rows) {
    const name = `${row.site}/${row.device}/${row.camera}${row.by === undefined ? '' : ` by ${row.by}`}`;
    cameras.set(name, [...(cameras.get(name) ?? []), row]);
  }
  const blocks = [...cameras].map(([name, minutes]) => [`${name}`, ...block(minutes)].join('\n'));
  const names = new Set(rows.flatMap(({ residues }) => residues.map((residue) => residue.name)));
  const legend = [...names].map((name) => `${name}: ${RESIDUES[name]}`);
  return [...blocks, ...(legend.length > 0 ? [legend.join('\n')] : [])].join('\n\n');
}

function block(rows: readonly ReportRow[]): string[] {
  const headings = COLUMNS.map(([heading]) => heading).join('  ');
  const lines = rows.map((row) => line(row.minute.replace('T', ' ').replace('Z', ''), row, residueOf(row)));
  const sum = rows.length > 1 ? sumUp(rows) : undefined;
  return [
    `${'UTC'.padEnd(MINUTE)}  ${headings}  residue`,
    ...lines,
    ...(sum ? [line('all', sum, residueOf(sum))] : []),
  ];
}

function line(name: string, row: ReportRow, residue: string): string {
  const cells = COLUMNS.map(([heading, count]) => String(count(row) ?? '-').padStart(heading.length));
  return [name.padEnd(MINUTE), ...cells, residue].join('  ').trimEnd();
}

/** What is left over, and why something was dropped: `2 lost-before-spool!, dropped: 1 too-old`. */
function residueOf({ residues, dropped, unpublished }: ReportRow): string {
  const open = residues.map(({ name, count, kind }) => `${count} ${name}${kind === 'gap' ? '!' : ''}`);
  const reasons = [...Object.entries(unpublished), ...Object.entries(dropped)];
  const drops = reasons.map(([reason, count]) => `${count} ${reason}`).join(', ');
  return [...open, ...(drops === '' ? [] : [`dropped: ${drops}`])].join(', ');
}
