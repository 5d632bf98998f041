import type { ReactNode } from 'react';
import type { Operation } from '../api/shapes.ts';
import { CopyButton } from '../parts/copy-button.tsx';

interface RequestProps {
  readonly image: string | undefined;
  readonly operations: readonly Operation[];
}

/** The same by HTTP, for who wants a program to do it. */
export function Request({ image = 'IMAGE', operations }: RequestProps): ReactNode {
  const body = JSON.stringify({ operations });
  const url = new URL(`/api/images/${image}/operations`, document.baseURI);
  const line = `curl -H 'content-type: application/json' -H 'prefer: wait=10' -d '${body}' ${url}`;
  return (
    <details>
      <summary>The same by HTTP</summary>
      <p className="request">
        <code>{line}</code>
      </p>
      <CopyButton text={line}>Copy</CopyButton>
    </details>
  );
}
