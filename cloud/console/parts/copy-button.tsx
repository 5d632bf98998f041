import { type ReactNode, useEffect, useState } from 'react';

const SAID_MS = 1_600;

interface CopyButtonProps {
  readonly text: string;
  readonly children: ReactNode;
}

/** Puts a text on the clipboard, and says so in its own place. */
export function CopyButton({ text, children }: CopyButtonProps): ReactNode {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => setSaid(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () =>
    writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('Not allowed here'),
    );
  return (
    <button type="button" title={text} onClick={copy}>
      {said === '' ? children : <span role="status">{said}</span>}
    </button>
  );
}

/** Browsers have a clipboard for pages on https and on this machine alone. */
async function writeText(text: string): Promise<void> {
  if (!('clipboard' in navigator)) throw new Error('no clipboard');
  await navigator.clipboard.writeText(text);
}
