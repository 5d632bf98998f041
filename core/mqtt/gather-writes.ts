import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers';

/**
 * What is written in one turn of the event loop goes out in one system call: a PUBACK, a receipt and the next message are
 * a handful of bytes each, and a call costs more than all of them.
 */
export function gatherWrites(stream: Duplex): void {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  let isGathering = false;
  function gather(): void {
    if (isGathering) return;
    isGathering = true;
    stream.cork();
    setImmediate(() => {
      isGathering = false;
      stream.uncork();
    });
  }
  stream.write = (...args: unknown[]) => {
    gather();
    return write(...args);
  };
}
