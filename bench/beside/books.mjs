// The books of a run: what the source was promised beside what the bucket holds, and what is still held at the edge.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readLog } from './event-log.mjs';

/**
 * `lost`: acknowledged by the edge broker and not in the bucket. `twice`: objects beyond the first of a shot. `bare`:
 * images without a description. `extra`: in the bucket though their PUBACK never came. `partial`: temporary files left.
 */
export function booksOf(runFolder) {
  const lines = readLog(join(runFolder, 'log/source.log'));
  const ids = (event) => new Set(lines.filter(([one]) => one === event).map(([, id]) => id));
  const promised = ids('acknowledged');
  const published = ids('published');
  const files = filesBelow(join(runFolder, 'cloud/bucket'));
  const images = files.filter((file) => file.endsWith('.jpg'));
  const described = new Set(files.filter((file) => file.endsWith('.jpg.json')));
  const stored = images.map((file) => file.slice(-40, -4));
  const distinct = new Set(stored);
  return {
    published: published.size,
    promised: promised.size,
    objects: images.length,
    lost: [...promised].filter((id) => !distinct.has(id)).length,
    twice: stored.length - distinct.size,
    bare: images.filter((file) => !described.has(`${file}.json`)).length,
    extra: [...distinct].filter((id) => !promised.has(id)).length,
    strange: [...distinct].filter((id) => !published.has(id)).length,
    partial: files.length - images.length - described.size,
  };
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
