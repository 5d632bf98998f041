import type { AedesOptions } from 'aedes';
import type { Absences } from './absent-sessions.ts';
import type { Admission } from './admission.ts';
import type { Waiting } from './bound-queues.ts';
import type { ListenerTls } from './listener.ts';

/** What clients may take of a broker. */
interface BrokerBounds {
  /** A subscriber that takes nothing of what waits for it this long is cut off, so that it cannot hold up the others. */
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
  /** It can note the packet id of a message that it is still storing; then messages are passed on meanwhile. */
  readonly numbersAhead?: boolean;
  /** Sessions that stand from the very first start: what is published before their client first comes is kept for it. */
  readonly keepFor: readonly DurableSubscription[];
  /** What is there from the last run: what waits, by client id, and how long each client has been away. */
  readonly queued?: ReadonlyMap<string, Waiting>;
  readonly absences?: Absences;
  onAbsences?(absences: Absences): Promise<void>;
}

export interface DurableSubscription {
  readonly clientId: string;
  readonly filters: readonly string[];
}
