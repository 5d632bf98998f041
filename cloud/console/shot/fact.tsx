import type { ReactNode } from 'react';

interface FactProps {
  /** As a person says it. */
  readonly name: string;
  /** The technical term, for who points at it. */
  readonly term?: string;
  readonly children: ReactNode;
}

export function Fact({ name, term, children }: FactProps): ReactNode {
  return (
    <div className="fact" title={term}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
