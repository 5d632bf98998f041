import { balanceOf, RESIDUES, type ResidueName } from '@vedette/core/ledger';
import type { Metrics } from '@vedette/core/observe';
import { Gauge } from 'prom-client';
import type { Spool } from '../spool/index.ts';
import { describeBook } from './device-ledger.ts';
import type { Ledger } from './ledger.ts';

const HOME = { site: '', device: '' };

/** What the books of the last day come to, by state and, where there is one, reason; and what is not explained by them. */
export function measureLedger(metrics: Metrics, ledger: Ledger, spool: Spool): void {
  const registers = [metrics];
  const rows = (now: number) =>
    describeBook(ledger.book, { home: HOME, now }).cameras.flatMap(({ minutes }) => minutes);
  new Gauge({
    name: 'vedette_forwarder_ledger_shots',
    help: 'Sightings and shots in the books of the last day; generated, received and shots each count those behind them too',
    labelNames: ['state', 'reason'],
    registers,
    collect() {
      this.reset();
      for (const row of rows(Date.now())) {
        const { unpublished, dropped, minute: _, changedAt: __, inFlight: ___, ...states } = row;
        for (const [state, count] of Object.entries(states)) this.inc({ state, reason: '' }, count);
        for (const [reason, count] of Object.entries(unpublished)) this.inc({ state: 'unpublished', reason }, count);
        for (const [reason, count] of Object.entries(dropped)) this.inc({ state: 'dropped', reason }, count);
      }
    },
  });
  new Gauge({
    name: 'vedette_forwarder_ledger_residue_shots',
    help: 'What the books of the last day do not explain, by name',
    labelNames: ['name'],
    registers,
    collect() {
      this.reset();
      for (const name of Object.keys(RESIDUES) as ResidueName[]) if (!ofBucket.has(name)) this.set({ name }, 0);
      const now = Date.now();
      for (const row of rows(now)) for (const { name, count } of balanceOf(row, now)) this.inc({ name }, count);
    },
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
const ofBucket: ReadonlySet<ResidueName> = new Set(['lost-in-bucket', 'receipt-on-its-way', 'not-in-these-books']);
