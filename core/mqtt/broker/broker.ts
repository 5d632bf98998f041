import { Socket } from 'node:net';
import { listenError } from '../../errors.ts';
import { reachableHost } from '../../run/reachable-host.ts';
import { READY, type Service, type ServiceContext } from '../../run/service.ts';
import type { BrokerOptions } from './broker-options.ts';
import { limitDrainTime } from './limit-drain-time.ts';
import { limitUnread } from './limit-unread.ts';
import { type Listener, type ListenerOptions, type ListenerTls, listen } from './listener.ts';
import { refuseLongMessages } from './refuse-long-messages.ts';
import { Strangers } from './strangers.ts';

/** The share of `maxConnections` that is for those who have not said who they are. */
const OF_STRANGERS = 1 / 4;

export interface Broker extends Service {
  readonly port: number;
  /** Where clients on this machine reach it. */
  readonly url: string;
  /** The port of its door for this machine alone, where it has one. */
  readonly localPort?: number | undefined;
  /** Gives it other certificates, where it has some; whoever is connected stays so. */
  renewTls(tls: ListenerTls): void;
}

/** An MQTT 3.1.1 broker on TCP, with or without TLS. Throws PortTakenError. */
export async function startBroker(options: BrokerOptions, context: ServiceContext): Promise<Broker> {
  const { name, host, tls, maxConnections, maxMessageBytes, drainTimeoutMs: timeoutMs } = options;
  const { createAedes } = await import('./create-aedes.ts'); // a client starts without it
  const { aedes, meter, queues, close, isWaitedFor, noteDeaf } = await createAedes(options, context);
  const strangers = new Strangers(Math.ceil(maxConnections * OF_STRANGERS), (address) => meter.tooManySilent(address));
  aedes.preConnect = ({ conn }, _packet, done) => {
    if (conn instanceof Socket) strangers.delete(conn);
    done(null, true);
  };
  const door: Omit<ListenerOptions, 'host' | 'port'> = {
    maxConnections,
    onConnection: (socket) => strangers.add(socket),
    onSocket(socket) {
      const client = aedes.handle(socket);
      refuseLongMessages(client, socket, maxMessageBytes, () => meter.oversize());
      const onDeaf = () => noteDeaf(client);
      limitDrainTime(client, socket, { timeoutMs, onTimeout: onDeaf });
      limitUnread(client, socket, { maxMessageBytes, isWaitedFor: () => isWaitedFor(client), onTooMuch: onDeaf });
    },
    onTooMany: (address) => meter.tooMany(address),
    onHandshakeFailed: (error, address) => meter.cutOff(error, address),
  };
  const listeners: Listener[] = [];
  async function stop(): Promise<void> {
    for (const listener of listeners) listener.refuse();
    await close();
    await Promise.all(listeners.map((listener) => listener.close()));
  }
  try {
    listeners.push(await listen({ ...door, host, port: options.port, tls }));
    if (options.localDoor) listeners.push(await listen({ ...door, host: '127.0.0.1', port: 0 }));
  } catch (error) {
    await stop();
    const setting = `${name.replace('-b', 'B')}.port`; // edge-broker: edgeBroker.port
    throw listenError(name, setting, options, error);
  }
  const [main, local] = listeners;
  const { port } = main ?? options;
  const scheme = tls ? 'mqtts' : 'mqtt';
  context.log.info(`listens on ${scheme}://${host}:${port}`);
  let stopped: Promise<void> | undefined;
  return {
    name,
    port,
    url: `${scheme}://${reachableHost(host)}:${port}`,
    localPort: local?.port,
    renewTls: (renewed) => main?.renew(renewed),
    ready: () => (queues.fault === undefined ? READY : { ready: false, reason: queues.fault }),
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
