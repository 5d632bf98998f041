import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The other processes that have a file open, as `name (process 123)`. Only those are seen that this user may look into, and
 * from a container only those within.
 */
export async function whoHolds(file: string): Promise<string[]> {
  const path = await realpath(file).catch(() => file);
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const holders = await Promise.all(
    processes.map(async (pid) => ((await hasOpen(pid, path)) ? `${await nameOf(pid)} (process ${pid})` : undefined)),
  );
  return holders.filter((holder) => holder !== undefined);
}

async function hasOpen(pid: string, path: string): Promise<boolean> {
  const folder = join('/proc', pid, 'fd');
  const descriptors = await readdir(folder).catch(() => []);
  const targets = await Promise.all(descriptors.map((name) => readlink(join(folder, name)).catch(() => '')));
  return targets.includes(path);
}

async function nameOf(pid: string): Promise<string> {
  return (await readFile(join('/proc', pid, 'comm'), 'utf8').catch(() => 'it ended')).trim();
}
