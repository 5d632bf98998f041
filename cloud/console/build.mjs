// Builds the page where its sources are newer than its build, and lays a compressed copy beside each file: the
// API serves that to whoever takes it.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('.', import.meta.url));
const lock = fileURLToPath(new URL('../../package-lock.json', import.meta.url));
const dist = join(root, 'dist');
/** What is shorter fits into a packet as it is. */
const MIN_BYTES = 1_024;
const APART = new Set(['dist', 'node_modules']);

if (isStale()) {
  const { build } = await import('vite');
  await build({ root, logLevel: 'error' });
  for (const file of filesIn(dist)) compress(file);
}

function isStale() {
  const built = changedAt(join(dist, 'index.html'));
  return built === undefined || [lock, ...filesIn(root)].some((file) => changedAt(file) > built);
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return APART.has(entry.name) ? [] : filesIn(path);
  });
}

function changedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

function compress(file) {
  const data = readFileSync(file);
  if (data.length < MIN_BYTES) return;
  writeFileSync(`${file}.gz`, gzipSync(data));
  writeFileSync(`${file}.br`, brotliCompressSync(data));
}
