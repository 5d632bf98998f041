import { balanceOf, type MinuteRow, RESIDUES, type ResidueName, sumRows } from '@vedette/core/ledger';
import type { Metrics } from '@vedette/core/observe';
import { Gauge } from 'prom-client';
import type { Spool } from '../spool/index.ts';
import { recentRows } from './device-ledger.ts';
import type { Ledger } from './ledger.ts';

/**
 * What the rows of the books that changed in the last hour come to, by state and, where there is one, reason; and what is not
 * explained by them.
 */
export function measureLedger(metrics: Metrics, ledger: Ledger, spool: Spool): void {
  const registers = [metrics];
  new Gauge({
    name: 'vedette_forwarder_ledger_shots',
    help: 'Sightings and shots of the minutes that changed in the last hour; generated, received and shots each count those behind them too',
    labelNames: ['state', 'reason'],
    registers,
    collect() {
      const now = Date.now();
      const rows = recentRows(ledger.book, now).map((row) => row.toMinute(ledger.book.runningAt(row.place), 0));
      this.reset();
      for (const { count, ...labels } of statesOf(rows)) this.set(labels, count);
      residues.reset();
      for (const [name, count] of residuesOf(rows, now)) residues.set({ name }, count);
    },
  });
  // The rows are looked at once for both: a registry collects in the order of registration.
  const residues = new Gauge({
    name: 'vedette_forwarder_ledger_residue_shots',
    help: 'What the books of these minutes do not explain, by name',
    labelNames: ['name'],
    registers,
  });
  new Gauge({
    name: 'vedette_forwarder_ledger_not_in_spool_shots',
    help: 'Payloads that wait by the books, without those that the spool holds; other than 0 is a fault',
    registers,
    collect() {
      this.set(ledger.waiting - spool.counts().entries);
    },
  });
}

/** Known only to who looks into the bucket: `vedette report`. */
const ofBucket: ReadonlySet<ResidueName> = new Set([
  'lost-in-bucket',
  'counted-again',
  'receipt-on-its-way',
  'not-in-these-books',
]);

function statesOf(rows: readonly MinuteRow[]): { state: string; reason: string; count: number }[] {
  // By reason the detector's own metrics count what it suppressed, and the sink's what it put aside.
  const { suppressedBy: _reasons, rejectedBy: _alike, unpublished, dropped, inFlight: _, ...states } = sumRows(rows);
  const byReason = (state: string, counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([reason, count]) => ({ state, reason, count }));
  const plain = Object.entries(states).map(([state, count]) => ({ state, reason: '', count }));
  return [...plain, ...byReason('unpublished', unpublished), ...byReason('dropped', dropped)];
}

function residuesOf(rows: readonly MinuteRow[], now: number): Map<ResidueName, number> {
  const names = (Object.keys(RESIDUES) as ResidueName[]).filter((name) => !ofBucket.has(name));
  const sums = new Map(names.map((name) => [name, 0]));
  for (const row of rows) {
    for (const { name, count } of balanceOf(row, now)) sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return sums;
}
