import { createInterface } from 'node:readline/promises';
import { ConfigError } from '@vedette/core/errors';

/** Throws ConfigError where nobody can be asked. */
export function refuseUnasked(): void {
  if (process.stdin.isTTY && process.stderr.isTTY) return;
  throw new ConfigError('nobody is here to be asked, so nothing was removed; --yes goes on without asking');
}

/** Asks on the terminal; only the word itself is a yes. Ctrl-C and Ctrl-D are a no. */
export async function confirm(question: string, word: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const left = new Promise<string>((resolve) => {
    terminal.once('SIGINT', () => resolve(''));
    terminal.once('close', () => resolve(''));
  });
  try {
    return (await Promise.race([terminal.question(`${question} Type "${word}" to go on: `), left])).trim() === word;
  } finally {
    terminal.close();
  }
}
