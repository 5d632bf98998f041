import type { Aedes, AuthenticateError } from 'aedes';

/** How long one stays outside after the first time, how many times as long after each further one, and at most. */
const FIRST_MS = 2_000;
const FACTOR = 4;
const MAX_MS = 60_000;
/** After this long without a further time, the next is a first one. */
const FORGET_MS = 600_000;
/** Most that are known; of more, the one that was cut off longest ago is forgotten. */
const MAX_KNOWN = 1_000;

/** CONNACK of MQTT 3.1.1. */
const UNAVAILABLE = 3;

interface Outside {
  readonly delayMs: number;
  readonly since: number;
}

/**
 * Who was cut off since it did not read is let in only after a while, each time a longer one. Everybody waits for such a
 * session until it is cut off; if it came back at once, the broker would do little else. `clock` in ms.
 */
export function letInLater(aedes: Aedes, clock = () => performance.now()) {
  const outside = new Map<string, Outside>();
  const authenticate = aedes.authenticate.bind(aedes);
  aedes.authenticate = (client, username, password, done) =>
    authenticate(client, username, password, (error, isLetIn) => {
      const waitMs = isLetIn ? remainingMs(client.id) : 0;
      if (waitMs <= 0) return done(error, isLetIn);
      const reason = `it did not read, and is let in again in ${Math.ceil(waitMs / 1_000)} s`;
      done(Object.assign(new Error(reason), { returnCode: UNAVAILABLE }) as AuthenticateError, null);
    });

  function remainingMs(clientId: string): number {
    const { since, delayMs } = outside.get(clientId) ?? { since: 0, delayMs: 0 };
    return delayMs === 0 ? 0 : since + delayMs - clock();
  }
  return {
    /** It was cut off. */
    note(id: string): void {
      const before = outside.get(id);
      const isAgain = before && clock() - before.since < FORGET_MS;
      const delayMs = isAgain ? Math.min(before.delayMs * FACTOR, MAX_MS) : FIRST_MS;
      outside.delete(id); // the newest is the last one
      outside.set(id, { delayMs, since: clock() });
      if (outside.size <= MAX_KNOWN) return;
      for (const oldest of outside.keys()) {
        outside.delete(oldest);
        return;
      }
    },
  };
}
