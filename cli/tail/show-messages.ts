import { KeptLink, type LinkOptions, type MqttMessage } from '@vedette/core/mqtt';
import { type Logger, redactUrls } from '@vedette/core/observe';
import { untilSignal } from '@vedette/core/run';

/** Prints what comes until there were `count` messages, or a signal. */
export async function showMessages(
  link: Pick<LinkOptions, 'url' | 'username' | 'password' | 'tls' | 'subscribe'>,
  count: number,
  show: (message: MqttMessage) => string,
  log: Logger,
): Promise<void> {
  let shown = 0;
  let end = (): void => undefined;
  const enough = new Promise<void>((resolve) => {
    end = resolve;
  });
  const kept = new KeptLink({
    what: 'broker',
    log,
    link: {
      ...link,
      clientId: `vedette-tail-${process.pid}`,
      async onMessage(message) {
        if (shown >= count) return;
        shown += 1;
        console.log(show(message));
        if (shown >= count) end();
      },
    },
    onUp: () => log.info(`listening at ${redactUrls(link.url)}`),
  });
  await Promise.race([untilSignal(), enough]);
  await kept.close(true);
}
