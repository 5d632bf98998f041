// Which shots of a run count.
import { existsSync, readFileSync } from 'node:fs';
import { readLog } from './event-log.mjs';

/**
 * The shots of the source's log since the start, `{ id, number, due, published, bytes }`. Where processes are killed, only
 * those that the edge broker has acknowledged: of the others nobody knows.
 */
export function countedShots(log, { isKilling }) {
  if (!existsSync(`${log}/start`)) return [];
  const start = BigInt(readFileSync(`${log}/start`, 'utf8'));
  const lines = readLog(`${log}/source.log`);
  const promised = new Set(lines.filter(([event]) => event === 'acknowledged').map(([, id]) => id));
  return lines
    .filter(
      ([event, id, , , time]) => event === 'published' && BigInt(time) >= start && (!isKilling || promised.has(id)),
    )
    .map(([, id, number, due, published, bytes]) => ({ id, number, due, published, bytes }));
}
