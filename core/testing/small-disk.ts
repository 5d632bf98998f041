import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

/** A file system of so many MiB at `folder`, or undefined where this user may not mount one; it goes with the test. */
export function smallDisk(mebibytes: number, folder = temporaryFolder()): string | undefined {
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder]);
  if (mounted.status !== 0) return undefined;
  // Lazily: a process that the test started may still be there.
  onTestFinished(() => void spawnSync('umount', ['--lazy', folder]));
  return folder;
}

/** Takes all that a disk has left; its room is back when the file that this returns is deleted. */
export function fillDisk(disk: string): string {
  const file = join(disk, 'of-another-program');
  for (let bytes = 1 << 20; bytes >= 1; ) {
    try {
      writeFileSync(file, Buffer.alloc(bytes), { flag: 'a' });
    } catch {
      bytes = Math.floor(bytes / 16);
    }
  }
  return file;
}
