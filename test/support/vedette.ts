import { fileURLToPath } from 'node:url';
import { type Running, type RunOptions, run } from './running.ts';

/** The built command line. */
export const MAIN = fileURLToPath(new URL('../../cli/dist/main.js', import.meta.url));

/** Starts the built `vedette` as a process of its own. */
export function vedette(args: readonly string[], options: RunOptions): Running {
  return run(args[0] ?? 'vedette', process.execPath, [MAIN, ...args], options);
}
