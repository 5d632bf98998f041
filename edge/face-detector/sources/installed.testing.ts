import { spawnSync } from 'node:child_process';
import type { Program } from './program.ts';

/** Whether a program is there to test with: pass it to `describe.skipIf`, whose title then names what is absent. */
export function isInstalled(program: Program): boolean {
  return spawnSync(program, ['-version']).error === undefined;
}
