// Which process is killed when: a plan that a seed repeats, and its execution.
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { now } from './event-log.mjs';

export const KILLABLE = ['source', 'edge-broker', 'forwarder', 'cloud-broker', 'image-sink'];
/** From one kill to the next at most this long, in seconds; at least a quarter of it. */
const MAX_GAP = 8;

/** `[{ at, name }]`, `at` in seconds after the start; `which` is a name, `random` or empty. */
export function planKills(which, seed, seconds) {
  const random = mulberry32(seed);
  const names = which === 'random' ? KILLABLE : which ? [which] : [];
  const kills = [];
  for (let at = 2; names.length > 0; ) {
    at += MAX_GAP * (0.25 + 0.75 * random());
    if (at > seconds - 2) break;
    kills.push({ at: Number(at.toFixed(3)), name: names[Math.floor(random() * names.length)] });
  }
  return kills;
}

export const formatKills = (kills) => kills.map(({ at, name }) => `${at}:${name}`).join(',');

export function parseKills(text) {
  return (text ? text.split(',') : []).map((one) => {
    const [at, name] = one.split(':');
    return { at: Number(at), name };
  });
}

/** Waits for the file that holds the start's time in ns, then kills those of `processes` that the plan names. */
export async function executeKills(kills, processes, startFile) {
  const own = kills.filter(({ name }) => processes[name]);
  if (own.length === 0) return;
  while (!existsSync(startFile)) await sleep(20, undefined, { ref: false });
  const start = BigInt(readFileSync(startFile, 'utf8'));
  for (const { at, name } of own) {
    const ms = at * 1_000 - Number(now() - start) / 1e6;
    await sleep(Math.max(0, ms), undefined, { ref: false });
    processes[name].kill();
  }
}

/** https://gist.github.com/tommyettinger/46a874533244883189143505d203312c: small, and the same everywhere. */
function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
