import { type Stats, unwatchFile, watchFile } from 'node:fs';

/** By polling, which also sees a file that is replaced, or lies on a mount. */
const POLL_MS = 500;

/** Calls back whenever one of the files is written, replaced, made or removed; gives what ends that. */
export function watchFiles(files: readonly string[], changed: () => void): () => void {
  const onStat = (now: Stats, before: Stats) => {
    if (now.mtimeMs !== before.mtimeMs || now.ino !== before.ino) changed(); // read only is no change
  };
  for (const file of files) watchFile(file, { interval: POLL_MS, persistent: false }, onStat);
  return () => {
    for (const file of files) unwatchFile(file, onStat);
  };
}
