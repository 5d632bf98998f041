import type { ReactNode } from 'react';
import { number } from '../format/count.ts';
import type { Layer } from './layers.ts';

interface LegendProps {
  readonly layers: readonly Layer[];
  readonly hidden: ReadonlySet<string>;
  toggle(name: string): void;
}

/** The bands by name; each can be taken out of the chart, to see the others larger. */
export function Legend({ layers, hidden, toggle }: LegendProps): ReactNode {
  return (
    <div className="legend">
      {layers.map(({ name, term, colour, counts }) => (
        <button key={name} type="button" title={term} aria-pressed={!hidden.has(name)} onClick={() => toggle(name)}>
          <span className="swatch" style={{ background: `var(${colour})` }} aria-hidden="true" />
          <span className="layer">{name}</span>
          <span className="quiet">{number(counts.reduce((sum, count) => sum + count, 0))}</span>
        </button>
      ))}
    </div>
  );
}
