/** Two signals within this time are one: npm, timeout(1) and a terminal each pass on what the other has sent already. */
const SAME_MS = 500;

/** Resolves on the first SIGINT or SIGTERM with its name; another one, later, ends the process at once. */
export function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    const onSignal = (signal: NodeJS.Signals) => {
      askedAt ??= performance.now();
      if (performance.now() - askedAt > SAME_MS) process.exit(signal === 'SIGINT' ? 130 : 143);
      resolve(signal);
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}
