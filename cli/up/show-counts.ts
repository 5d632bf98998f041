import type { Logger } from '@vedette/core/observe';
import type { LiveLine } from './live-line.ts';

const LIVE_MS = 250;
const LOGGED_MS = 10_000;

/** Shows a line of counts again and again: in place on a terminal, else as a log line now and then. Gives what ends it. */
export function showCounts(line: () => string, live: LiveLine | undefined, log: Logger): () => void {
  const timer = live ? setInterval(() => live.show(line()), LIVE_MS) : setInterval(() => log.info(line()), LOGGED_MS);
  return () => {
    clearInterval(timer);
    if (live) {
      live.show(line());
      live.end();
    } else log.info(line());
  };
}
