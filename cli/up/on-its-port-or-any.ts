import { PortTakenError } from '@vedette/core/errors';
import type { Logger } from '@vedette/core/observe';

/** Starts a server on its own port, or where that is taken and `anyPort` allows it, on a free one. */
export async function onItsPortOrAny<S>(
  port: number,
  anyPort: boolean,
  log: Logger,
  start: (port: number) => Promise<S>,
): Promise<S> {
  try {
    return await start(port);
  } catch (error) {
    if (!anyPort || !(error instanceof PortTakenError)) throw error;
    log.warn(`port ${port} is taken, taking a free one`);
    return start(0);
  }
}
