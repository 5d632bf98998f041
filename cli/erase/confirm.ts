import { createInterface } from 'node:readline/promises';
import { ConfigError } from '@vedette/core/errors';

/** Throws ConfigError where nobody can be asked. */
export function refuseUnasked(): void {
  if (process.stdin.isTTY && process.stderr.isTTY) return;
  throw new ConfigError('nobody is here to be asked, so nothing was removed; --yes goes on without asking');
}

/** Asks on the terminal; only the word itself is a yes. */
export async function confirm(question: string, word: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${question} Type "${word}" to go on: `)).trim() === word;
  } finally {
    terminal.close();
  }
}
