import type { ReactNode } from 'react';
import './notice.css';

interface NoticeProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** Something failed, and is said at once to who cannot see it. */
  readonly isError?: boolean;
}

/** What stands where there is nothing to show: why, and what to do. */
export function Notice({ title, children, isError = false }: NoticeProps): ReactNode {
  return (
    <section className="notice" role={isError ? 'alert' : undefined}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
