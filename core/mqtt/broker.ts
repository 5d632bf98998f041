import { Aedes, type AedesOptions } from 'aedes';
import { listenError } from '../errors.ts';
import { reachableHost } from '../run/reachable-host.ts';
import { READY, type Service, type ServiceContext } from '../run/service.ts';
import { type Absences, AbsentSessions } from './absent-sessions.ts';
import { acknowledgeWhenStored } from './acknowledge-when-stored.ts';
import { type Admission, admit } from './admission.ts';
import { boundQueues } from './bound-queues.ts';
import { BrokerMeter } from './broker-meter.ts';
import { continueMessageIds } from './continue-message-ids.ts';
import { guard } from './guard.ts';
import { limitUnread } from './limit-unread.ts';
import { type Listener, type ListenerOptions, type ListenerTls, listen } from './listener.ts';
import { passNothingOver } from './pass-nothing-over.ts';
import { refuseLongMessages } from './refuse-long-messages.ts';
import { refuseQos2 } from './refuse-qos-2.ts';
import { tolerateAcknowledged } from './tolerate-acknowledged.ts';

/** Most UTF-16 units of a topic or filter: ours have five levels of at most 64. */
const MAX_TOPIC_LENGTH = 1_024;

/** How long a connection may stand before its client says who it is. */
const CONNECT_MS = 10_000;

/** What clients may take of a broker. */
interface BrokerBounds {
  /** After this long a subscriber that does not read is cut off, so that it cannot hold up the others. */
  readonly drainTimeoutMs: number;
  /** A client that sends a longer packet is cut off. */
  readonly maxMessageBytes: number;
  readonly maxConnections: number;
  /** Filters of one client. */
  readonly maxSubscriptions: number;
  /** Bytes that wait for one session, and for all of them. */
  readonly maxSessionBytes: number;
  readonly maxQueueBytes: number;
  /** Sessions without a client, and how long their clients may stay away. */
  readonly maxAbsentSessions: number;
  readonly maxAbsentMs: number;
}

export interface BrokerOptions extends BrokerBounds {
  /** `edge-broker` or `cloud-broker`. */
  readonly name: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** TLS for those who come by `port`; plain TCP unless given. */
  readonly tls?: ListenerTls | undefined;
  /** Another door, for this machine alone: without TLS, on a free port. */
  readonly localDoor?: boolean;
  /** Who may come in; anybody unless given. */
  readonly admission?: Admission;
  /** Where sessions and queued messages live; in memory unless given. */
  readonly durable?: DurableSessions;
}

export interface DurableSessions {
  /** An aedes persistence, which aedes itself types as `any`. */
  readonly persistence: AedesOptions['persistence'];
  /** Sessions that stand from the very first start: what is published before their client first comes is kept for it. */
  readonly keepFor: readonly DurableSubscription[];
  /** What is there from the last run: bytes that wait, by client id, and how long each client has been away. */
  readonly queuedBytes?: ReadonlyMap<string, number>;
  readonly absences?: Absences;
  onAbsences?(absences: Absences): Promise<void>;
}

export interface DurableSubscription {
  readonly clientId: string;
  readonly filters: readonly string[];
}

export interface Broker extends Service {
  readonly port: number;
  /** Where clients on this machine reach it. */
  readonly url: string;
  /** The port of its door for this machine alone, where it has one. */
  readonly localPort?: number | undefined;
}

/** An MQTT 3.1.1 broker on TCP, with or without TLS. Throws PortTakenError. */
export async function startBroker(options: BrokerOptions, context: ServiceContext): Promise<Broker> {
  const { name, host, tls, maxConnections, maxMessageBytes } = options;
  const { aedes, meter, queues, close } = await createAedes(options, context);
  const door: Omit<ListenerOptions, 'host' | 'port'> = {
    maxConnections,
    onSocket(socket) {
      const client = aedes.handle(socket);
      refuseLongMessages(client, socket, maxMessageBytes, () => meter.oversize());
      limitUnread(client, socket);
    },
    onTooMany: (address) => meter.tooMany(address),
    onHandshakeFailed: (error) => meter.cutOff(error),
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
  const [{ port } = options, local] = listeners;
  const scheme = tls ? 'mqtts' : 'mqtt';
  context.log.info(`listens on ${scheme}://${host}:${port}`);
  let stopped: Promise<void> | undefined;
  return {
    name,
    port,
    url: `${scheme}://${reachableHost(host)}:${port}`,
    localPort: local?.port,
    ready: () => (queues.fault === undefined ? READY : { ready: false, reason: queues.fault }),
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** aedes with its defects mended and its clients held to their bounds. */
async function createAedes(options: BrokerOptions, context: ServiceContext) {
  const { durable, drainTimeoutMs: drainTimeout, maxSubscriptions, maxSessionBytes, maxQueueBytes } = options;
  const persistence = durable ? { persistence: durable.persistence } : {};
  const aedes = await Aedes.createBroker({ drainTimeout, connectTimeout: CONNECT_MS, ...persistence });
  for (const { clientId, filters } of durable?.keepFor ?? []) {
    const subscriptions = filters.map((topic) => ({ topic, qos: 1 }));
    await durable?.persistence.addSubscriptions({ id: clientId }, subscriptions);
  }
  const meter = new BrokerMeter(aedes, options.name, context);
  const keepFor = durable?.keepFor.map(({ clientId }) => clientId) ?? [];
  const queues = boundQueues(aedes, {
    ...{ maxSessionBytes, maxBytes: maxQueueBytes, keepFor },
    queuedBytes: durable?.queuedBytes,
    onDropped: (client, bytes) => meter.unqueued(client, bytes),
  });
  const admitted = options.admission && admit(aedes, options.admission);
  guard(aedes, {
    ...{ maxTopicLength: MAX_TOPIC_LENGTH, maxSubscriptions },
    accessOf: (client) => admitted?.accessOf(client),
    onDenied: (denial) => meter.denied(denial),
  });
  acknowledgeWhenStored(aedes);
  passNothingOver(aedes);
  continueMessageIds(aedes);
  tolerateAcknowledged(aedes);
  refuseQos2(aedes);
  const absent = new AbsentSessions(aedes, {
    ...{ keepFor, maxAbsentSessions: options.maxAbsentSessions, maxAbsentMs: options.maxAbsentMs },
    absences: durable?.absences,
    onAbsences: durable?.onAbsences,
    onExpired: (client) => meter.expired(client),
    onError: (error) => meter.failed(error),
  });
  meter.gauge('queued_bytes', 'Bytes that wait for sessions', () => queues.bytes);
  meter.gauge('absent_sessions', 'Sessions without a client', () => absent.size);
  async function close(): Promise<void> {
    admitted?.close();
    await absent.close();
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    meter.close();
  }
  return { aedes, meter, queues, close };
}
