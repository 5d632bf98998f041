import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { Aedes, type AedesOptions } from 'aedes';
import { listenError } from '../errors.ts';
import { reachableHost } from '../run/reachable-host.ts';
import { READY, type Service, type ServiceContext } from '../run/service.ts';
import { acknowledgeWhenStored } from './acknowledge-when-stored.ts';
import { BrokerMeter } from './broker-meter.ts';
import { continueMessageIds } from './continue-message-ids.ts';
import { refuseLongMessages } from './refuse-long-messages.ts';
import { tolerateAcknowledged } from './tolerate-acknowledged.ts';

export interface BrokerOptions {
  /** `edge-broker` or `cloud-broker`. */
  readonly name: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** After this long a subscriber that does not read is cut off, so that it cannot hold up the others. */
  readonly drainTimeoutMs: number;
  /** A client that sends a longer packet is cut off. */
  readonly maxMessageBytes: number;
  /** Where sessions and queued messages live; in memory unless given. */
  readonly durable?: {
    /** An aedes persistence, which aedes itself types as `any`. */
    readonly persistence: AedesOptions['persistence'];
    /** Sessions that stand from the very first start: what is published before their client first comes is kept for it. */
    readonly keepFor: readonly DurableSubscription[];
  };
}

export interface DurableSubscription {
  readonly clientId: string;
  readonly filters: readonly string[];
}

export interface Broker extends Service {
  readonly port: number;
  /** Where clients on this machine reach it. */
  readonly url: string;
}

/** An MQTT 3.1.1 broker on TCP. Throws PortTakenError. */
export async function startBroker(options: BrokerOptions, context: ServiceContext): Promise<Broker> {
  const { name, host, durable, drainTimeoutMs, maxMessageBytes } = options;
  const aedes = await Aedes.createBroker({
    drainTimeout: drainTimeoutMs,
    ...(durable ? { persistence: durable.persistence } : {}),
  });
  acknowledgeWhenStored(aedes);
  continueMessageIds(aedes);
  tolerateAcknowledged(aedes);
  for (const { clientId, filters } of durable?.keepFor ?? []) {
    const subscriptions = filters.map((topic) => ({ topic, qos: 1 }));
    await durable?.persistence.addSubscriptions({ id: clientId }, subscriptions);
  }
  const server = createServer({ noDelay: true });
  const closeAedes = () => new Promise<void>((resolve) => aedes.close(() => resolve()));
  const port = await listen(server, options).catch(async (error) => {
    await closeAedes();
    const setting = `${name.replace('-b', 'B')}.port`; // edge-broker: edgeBroker.port
    throw listenError(name, setting, options, error);
  });
  const meter = new BrokerMeter(aedes, name, context);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    refuseLongMessages(aedes.handle(socket), socket, maxMessageBytes, () => meter.refused());
  });
  context.log.info(`listens on mqtt://${host}:${port}`);

  async function stop(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    await closeAedes();
    for (const socket of sockets) socket.destroy();
    await closed;
    meter.close();
  }
  let stopped: Promise<void> | undefined;
  return {
    name,
    port,
    url: `mqtt://${reachableHost(host)}:${port}`,
    ready: () => READY,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

async function listen(server: Server, { host, port }: BrokerOptions): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}
