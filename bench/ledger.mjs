// What the ledger costs a shot, and how much of the disk its journal takes, hour after hour at 10 shots/s.
// npm run bench -- ledger [FOLDER], a folder on the disk in question (default: the system's temporary one).
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../edge/forwarder/dist/ledger/index.js';

const SHOTS = 50_000;
const ROUNDS = 5;
const PER_HOUR = 36_000;
const MINUTE = 60_000_000;

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const noSpool = { entries: () => [], get: () => undefined };
const log = { info: console.error, error: console.error };

async function withLedger(work) {
  const folder = mkdtempSync(join(process.argv[2] ?? tmpdir(), 'vedette-bench-'));
  try {
    const ledger = await openLedger({ folder, spool: noSpool, log });
    const result = work(ledger, folder);
    ledger.close();
    return result;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function shotAt(at) {
  return { id: randomUUID(), site: 'home', device: 'pole-7', camera: 'cam0', at };
}

/** A shot's way through the books in µs, and the longest of all in ms, with `waiting` others without a receipt. */
function cost(waiting) {
  return withLedger((ledger) => {
    for (let i = 0; i < waiting; i++) ledger.received(shotAt(i * 100_000));
    const shots = Array.from({ length: SHOTS }, (_, i) => shotAt(i * 1_000));
    const begun = performance.now();
    let longest = 0;
    let last = begun;
    for (const shot of shots) {
      ledger.received(shot);
      ledger.settled(shot.id, 'stored');
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }
    return { micros: ((last - begun) * 1_000) / SHOTS, longest };
  });
}

/** The journal's size at the end of the hour, and the most that it came to, in bytes. */
function size() {
  return withLedger((ledger, folder) => {
    const bytes = () => statSync(join(folder, 'ledger.jsonl')).size;
    let most = 0;
    for (let i = 0; i < PER_HOUR; i++) {
      const shot = shotAt(Math.floor((i * 60) / PER_HOUR) * MINUTE);
      ledger.received(shot);
      ledger.settled(shot.id, 'stored');
      most = Math.max(most, bytes());
    }
    return { end: bytes(), most };
  });
}

for (const waiting of [0, 70_000]) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await cost(waiting));
  const microsPerShot = Number(median(rounds.map(({ micros }) => micros)).toFixed(1));
  const longestMs = Number(median(rounds.map(({ longest }) => longest)).toFixed(1));
  console.log(JSON.stringify({ bench: 'ledger', waiting, microsPerShot, longestMs }));
}
const { end, most } = await size();
console.log(JSON.stringify({ bench: 'ledger', hourAtPerSecond: 10, endBytes: end, mostBytes: most }));
