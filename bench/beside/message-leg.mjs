// How long a message takes from its publishing to its object.
import { readCsv } from './csv.mjs';

/** `{ p50, p95, p99 }` in ms, of the shots that have come. */
export function messageLegOf(logFolder) {
  const published = new Map(readCsv(`${logFolder}/faces.csv`).map(([id, , , time]) => [id, time]));
  const legs = readCsv(`${logFolder}/recv.csv`)
    .filter(([id]) => published.has(id))
    .map(([id, , , done]) => Number(done - published.get(id)) / 1e6)
    .sort((a, b) => a - b);
  const at = (share) => Number(legs[Math.floor((legs.length - 1) * share)].toFixed(2));
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
