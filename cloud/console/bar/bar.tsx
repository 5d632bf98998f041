import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Summary } from '../api/shapes.ts';
import { hrefOf, NAMES, VIEWS, type View } from '../route/route.ts';
import './bar.css';
import { StateSentence } from './state-sentence.tsx';

interface BarProps {
  readonly view: View;
  readonly summary: UseQueryResult<Summary>;
}

/** The five places, and the state of the whole in one sentence. */
export function Bar({ view, summary }: BarProps): ReactNode {
  return (
    <header className="bar">
      <span className="brand">Vedette</span>
      <nav aria-label="Places">
        {VIEWS.map((name) => (
          <a key={name} href={hrefOf(name)} aria-current={name === view ? 'page' : undefined}>
            {NAMES[name]}
          </a>
        ))}
      </nav>
      <StateSentence summary={summary} />
    </header>
  );
}
