// What each process of a half has cost, beside what bench.py says of the half.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpuOf, peakOf } from '../delivery/process-cost.mjs';

const HALVES = ['edge', 'cloud'];

/** Begins to count; `write()` puts the CPU since then and the peak of memory of each process beside the logs. */
export function countCosts(processes, log, half) {
  const before = Object.values(processes).map(({ pid }) => cpuOf(pid));
  return {
    write() {
      const costs = Object.entries(processes).map(([name, { pid }], index) => {
        const seconds = (cpuOf(pid) - before[index]) / 1_000;
        return [name, { cpu_s: Number(seconds.toFixed(2)), peak_mb: Math.round(peakOf(pid)) }];
      });
      writeFileSync(`${log}/costs-${half}.json`, JSON.stringify(Object.fromEntries(costs)));
    },
  };
}

export function costsOf(log) {
  return Object.assign({}, ...HALVES.map((half) => JSON.parse(readFileSync(`${log}/costs-${half}.json`, 'utf8'))));
}
