import type { IClientOptions } from 'mqtt';
import type { LinkOptions } from './link.ts';

/** How long the broker may take to answer once the connection stands. */
const CONNACK_MS = 10_000;

/** What mqtt.js is told of a link; a name and password of its own go before those of the address. */
export function clientOptions(options: LinkOptions): IClientOptions {
  const { will } = options;
  const address = new URL(options.url);
  const username = options.username ?? decodeURIComponent(address.username);
  const password = options.password ?? decodeURIComponent(address.password);
  return {
    protocolVersion: 4,
    clientId: options.clientId,
    clean: !options.durable,
    reconnectPeriod: 0,
    connectTimeout: CONNACK_MS,
    keepalive: options.keepaliveSeconds ?? 30,
    resubscribe: false,
    writeCache: false, // as `keepNoNumbers` does, which says why
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    ...(will ? { will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true } } : {}),
  };
}
