// The bucket as a folder, by s3fs.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BUCKET, KEYS } from './radosgw.mjs';

/** What is tuned: no second look at what was just written, and requests enough at once. */
const TUNED = ['enable_noobj_cache', 'stat_cache_expire=3600', 'multireq_max=64', 'parallel_count=32', 'nomixupload'];

/** Undefined where s3fs or /dev/fuse is missing. */
export async function mount(endpoint, folder) {
  if (!existsSync('/usr/bin/s3fs') || !existsSync('/dev/fuse')) return undefined;
  const passwords = join(folder, 'passwd');
  writeFileSync(passwords, `${KEYS.AK}:${KEYS.SK}\n`, { mode: 0o600 });
  const path = join(folder, 'mnt');
  mkdirSync(path);
  const options = [`url=${endpoint}`, 'use_path_request_style', `passwd_file=${passwords}`, ...TUNED];
  const child = spawn('s3fs', [BUCKET, path, '-f', '-o', options.join()], { stdio: 'ignore' });
  while (!isMounted(path)) {
    if (child.exitCode !== null) throw new Error(`s3fs ended with ${child.exitCode}`);
    await sleep(50);
  }
  return {
    path,
    pid: child.pid,
    async unmount() {
      const ended = once(child, 'exit');
      spawnSync('fusermount', ['-u', path]);
      await ended;
    },
  };
}

function isMounted(path) {
  return readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .some((line) => line.split(' ')[1] === path);
}
