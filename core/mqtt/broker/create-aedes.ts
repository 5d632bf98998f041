import { Aedes, type Client } from 'aedes';
import type { ServiceContext } from '../../run/service.ts';
import { keepNoNumbers } from '../keep-no-numbers.ts';
import { AbsentSessions } from './absent-sessions.ts';
import { acknowledgeWhenStored } from './acknowledge-when-stored.ts';
import { admit } from './admission.ts';
import { boundQueues } from './bound-queues.ts';
import { boundRetained } from './bound-retained.ts';
import { BrokerMeter } from './broker-meter.ts';
import type { BrokerOptions, DurableSessions } from './broker-options.ts';
import { continueMessageIds } from './continue-message-ids.ts';
import { guard } from './guard.ts';
import { letInLater } from './let-in-later.ts';
import { limitClientIds } from './limit-client-ids.ts';
import { passNothingOver } from './pass-nothing-over.ts';
import { passOnWhileStored } from './pass-on-while-stored.ts';
import { refuseQos2 } from './refuse-qos-2.ts';
import { tolerateAcknowledged } from './tolerate-acknowledged.ts';

/** Most UTF-16 units of a topic or filter: ours have five levels of at most 64. */
const MAX_TOPIC_LENGTH = 1_024;

/** Most messages that wait for one session; of our shots, the bytes are the bound. */
const MAX_SESSION_MESSAGES = 100_000;

/** How long a connection may stand before its client says who it is. */
const CONNECT_MS = 5_000;

/** The share of `maxConnections` that is for one name. */
const OF_ONE_NAME = 1 / 16;

/** aedes with its defects mended and its clients held to their bounds. */
export async function createAedes(options: BrokerOptions, context: ServiceContext) {
  const { durable, maxSubscriptions, maxSessionBytes, maxQueueBytes } = options;
  const aedes = await openAedes(durable);
  const meter = new BrokerMeter(aedes, options.name, context);
  const keepFor = durable?.keepFor.map(({ clientId }) => clientId) ?? [];
  const queues = boundQueues(aedes, {
    ...{ maxSessionBytes, maxSessionMessages: MAX_SESSION_MESSAGES, maxBytes: maxQueueBytes, keepFor },
    queued: durable?.queued,
    onDropped: (client, bytes) => meter.unqueued(client, bytes),
  });
  const admitted =
    options.admission && admit(aedes, options.admission, Math.ceil(options.maxConnections * OF_ONE_NAME));
  const retained = await boundRetained(aedes, {
    publisherOf: (client) => admitted?.identityOf(client),
    onUnretained: (refusal) => meter.unretained(refusal),
  });
  guard(aedes, {
    ...{ maxTopicLength: MAX_TOPIC_LENGTH, maxSubscriptions },
    accessOf: (client) => admitted?.identityOf(client),
    onDenied: (denial) => meter.denied(denial),
  });
  acknowledgeWhenStored(aedes);
  passNothingOver(aedes);
  const messageIds = continueMessageIds(aedes);
  tolerateAcknowledged(aedes);
  refuseQos2(aedes);
  if (durable?.numbersAhead) passOnWhileStored(aedes);
  const later = letInLater(aedes);
  limitClientIds(aedes);
  const absent = new AbsentSessions(aedes, {
    ...{ keepFor, maxAbsentSessions: options.maxAbsentSessions, maxAbsentMs: options.maxAbsentMs },
    absences: durable?.absences,
    onAbsences: durable?.onAbsences,
    onExpired(client) {
      messageIds.forget(client);
      meter.expired(client);
    },
    onError: (error) => meter.failed(error),
  });
  meter.gauge('queued_bytes', 'Bytes that wait for sessions', () => queues.bytes);
  meter.gauge('retained_bytes', 'Bytes of retained messages', () => retained.bytes);
  meter.gauge('absent_sessions', 'Sessions without a client', () => absent.size);
  async function close(): Promise<void> {
    admitted?.close();
    await absent.close();
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    meter.close();
  }
  return {
    ...{ aedes, meter, queues, close },
    isWaitedFor: (client: Client) => !client.clean && (admitted?.identityOf(client)?.isWaitedFor ?? true),
    /** It was cut off since it does not read. */
    noteDeaf: ({ id }: Client) => later.note(id),
  };
}

async function openAedes(durable: DurableSessions | undefined): Promise<Aedes> {
  keepNoNumbers();
  const persistence = durable ? { persistence: durable.persistence } : {};
  const aedes = await Aedes.createBroker({ connectTimeout: CONNECT_MS, ...persistence });
  for (const { clientId, filters } of durable?.keepFor ?? []) {
    const subscriptions = filters.map((topic) => ({ topic, qos: 1 }));
    await durable?.persistence.addSubscriptions({ id: clientId }, subscriptions);
  }
  return aedes;
}
