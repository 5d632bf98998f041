// Folders that measure the program and not what was deleted beside it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Calls `work(next)`, where `next()` gives an empty folder in `parent`; they are all removed at the end. An ext4 without
 * journal passes over each inode that was deleted in the last minutes whenever it makes a file near them, so that a run
 * would pay for what the one before it removed; `chattr +T` has it put each folder into another part of the disk.
 */
export async function withFreshFolders(work, parent = tmpdir()) {
  const base = mkdtempSync(join(parent, 'vedette-bench-'));
  spawnSync('chattr', ['+T', base]); // other file systems have no such flag, and no need of it
  try {
    return await work(() => mkdtempSync(join(base, 'run-')));
  } finally {
    rmSync(base, { recursive: true, maxRetries: 3 });
  }
}
