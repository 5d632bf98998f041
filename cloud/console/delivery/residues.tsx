import type { ReactNode } from 'react';
import type { LedgerMinute, Residue } from '../api/shapes.ts';
import { number } from '../format/count.ts';

const COLOURS = { gap: 'red', open: 'quiet', noted: 'quiet' } as const;

/** What the books do not explain, over all minutes that are shown. Normally that is nothing. */
export function Residues({ ledger }: { readonly ledger: readonly LedgerMinute[] }): ReactNode {
  const sums = new Map<string, Residue>();
  for (const { residues } of ledger) {
    for (const one of residues) sums.set(one.name, { ...one, count: one.count + (sums.get(one.name)?.count ?? 0) });
  }
  const all = [...sums.values()];
  return (
    <div className="residues" title="residue: what the counts do not explain">
      {all.some(({ kind }) => kind === 'gap') ? null : <p className="green">Nothing is missing.</p>}
      {all.map(({ name, kind, count, text }) => (
        <p key={name} className={COLOURS[kind]}>
          {number(count)} {text}
        </p>
      ))}
    </div>
  );
}
