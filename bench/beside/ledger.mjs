// What `vedette report` says of a run that is over.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../cli/dist/main.js', import.meta.url));

/** `closes`, what the edge and the bucket count in all, and the residues by name. */
export function ledgerOf(runFolder) {
  const where = ['--data', `${runFolder}/edge`, '--site', 'bench', '--device', 'edge'];
  const args = [MAIN, 'report', '--json', ...where, '--bucket', `file:${runFolder}/cloud/bucket`];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const rows = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const sum = (name) => rows.reduce((total, row) => total + (row[name] ?? 0), 0);
  const residues = {};
  for (const { name, count } of rows.flatMap((row) => row.residues)) residues[name] = (residues[name] ?? 0) + count;
  const counts = Object.fromEntries(['received', 'stored', 'duplicates', 'inBucket'].map((name) => [name, sum(name)]));
  return { closes: status === 0, ...counts, residues, ...(stderr && { said: stderr.trim() }) };
}
