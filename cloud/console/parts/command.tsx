import type { ReactNode } from 'react';
import './command.css';
import { CopyButton } from './copy-button.tsx';

/** A line for a terminal, to copy. */
export function Command({ line }: { readonly line: string }): ReactNode {
  return (
    <div className="command">
      <code>{line}</code>
      <CopyButton text={line}>Copy</CopyButton>
    </div>
  );
}
