import { isUnderNohup } from './is-under-nohup.ts';

/** Two signals within this time are one: npm, timeout(1) and a terminal each pass on what the other has sent already. */
const SAME_MS = 500;

/** What ends a service, with the exit code of one that it ends at once: 128 and the signal's number. */
const ENDING = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

type Ending = keyof typeof ENDING;

/**
 * Resolves on the first SIGINT, SIGTERM or SIGHUP with its name; another one, later, ends the process at once. Under
 * nohup(1) SIGHUP does nothing.
 */
export function untilSignal(): Promise<Ending> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    const onSignal = (signal: Ending) => {
      askedAt ??= performance.now();
      if (performance.now() - askedAt > SAME_MS) process.exit(ENDING[signal]);
      resolve(signal);
    };
    process.on('SIGINT', () => onSignal('SIGINT'));
    process.on('SIGTERM', () => onSignal('SIGTERM'));
    const ignores = isUnderNohup();
    process.on('SIGHUP', () => {
      if (!ignores) onSignal('SIGHUP');
    });
  });
}
