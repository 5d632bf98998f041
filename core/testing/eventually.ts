import { setTimeout as sleep } from 'node:timers/promises';

/** From ms to ms: what comes soon is seen at once, and what takes long is not asked for its own time. */
const PAUSE = { shortest: 10, longest: 100, ofElapsed: 0.05 };

/** Asks again until `ask` gives something other than undefined or false; fails after `withinMs` with what it waited for. */
export async function eventually<T>(
  what: string,
  ask: () => T | Promise<T>,
  withinMs = 15_000,
): Promise<Exclude<NonNullable<T>, false>> {
  const began = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer as Exclude<NonNullable<T>, false>;
    const elapsed = performance.now() - began;
    if (elapsed > withinMs) throw new Error(`after ${withinMs} ms still not: ${what}`);
    await sleep(Math.min(PAUSE.longest, Math.max(PAUSE.shortest, elapsed * PAUSE.ofElapsed)));
  }
}
