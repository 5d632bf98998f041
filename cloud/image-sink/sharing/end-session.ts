import { type LinkOptions, openLink } from '@vedette/core/mqtt';

/**
 * Ends the session that a broker keeps for a client id, with what waits in it: by a connection that wants none. Tells whether
 * that came about before `signal` was aborted.
 */
export function endSession(
  options: Pick<LinkOptions, 'url' | 'clientId' | 'username' | 'password' | 'tls'>,
  signal: AbortSignal,
): Promise<boolean> {
  const { url, clientId, username, password, tls } = options;
  return new Promise((resolve) => {
    const link = openLink({
      ...{ url, clientId, username, password, tls, durable: false },
      onUp: () => void link.close().then(() => resolve(true)),
      onDown: () => resolve(false),
    });
    signal.addEventListener('abort', () => void link.close(true).then(() => resolve(false)), { once: true });
  });
}
