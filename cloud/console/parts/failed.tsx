import type { ReactNode } from 'react';
import { Problem } from '../api/request.ts';
import { Notice } from './notice.tsx';

interface FailedProps {
  readonly what: string;
  readonly error: Error;
  retry(): void;
}

/** What could not be shown, why, and another try. */
export function Failed({ what, error, retry }: FailedProps): ReactNode {
  const isAway = error instanceof Problem && error.status === 0;
  return (
    <Notice title={`${what} cannot be shown`} isError>
      <p>{error.message}</p>
      {isAway ? (
        <p>
          Look whether <code>vedette up</code> or <code>vedette api</code> still runs.
        </p>
      ) : null}
      <button type="button" onClick={retry}>
        Try again
      </button>
    </Notice>
  );
}
