import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again until `ask` gives something other than undefined or false; fails after `withinMs` with what it waited for. */
export async function eventually<T>(
  what: string,
  ask: () => T | Promise<T>,
  withinMs = 15_000,
): Promise<Exclude<NonNullable<T>, false>> {
  const until = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer as Exclude<NonNullable<T>, false>;
    if (performance.now() > until) throw new Error(`after ${withinMs} ms still not: ${what}`);
    await sleep(20);
  }
}
