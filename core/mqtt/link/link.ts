import type { LinkFault } from './link-fault.ts';
import type { LinkTls } from './open-stream.ts';

export interface MqttMessage {
  readonly topic: string;
  readonly payload: Buffer;
  readonly retain: boolean;
  /** At QoS 1: what the broker calls the message towards this client, and calls it again when it sends it again. */
  readonly messageId?: number | undefined;
}

export interface PublishOptions {
  /** 1 unless given. */
  readonly qos?: 0 | 1;
  readonly retain?: boolean;
}

export interface LinkOptions {
  /** mqtt://HOST:PORT or mqtts://HOST:PORT */
  readonly url: string;
  readonly clientId: string;
  /** Whether the broker keeps the session, and what arrives for it, while this client is away. */
  readonly durable?: boolean;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** What mqtts:// needs beyond the system's authorities. */
  readonly tls?: LinkTls | undefined;
  readonly will?: { readonly topic: string; readonly payload: string };
  readonly keepaliveSeconds?: number;
  readonly subscribe?: readonly string[];
  /** Of the filters subscribed to; 1 unless given. At 0, nothing is acknowledged. */
  readonly subscribeQos?: 0 | 1;
  /** Messages in work at once; 1 unless given. */
  readonly concurrency?: number;
  /**
   * Gets each message in the order they came; its PUBACK goes out when the promise resolves, so be quick.
   * If it rejects, the link is lost without a PUBACK, and the broker sends the message again on the next one.
   */
  onMessage?(message: MqttMessage): Promise<void>;
  /** The broker is there and the filters stand. */
  onUp?(): void;
  /** The attempt failed or the link is lost; called once, and not after `close`. */
  onDown?(reason: string, fault: LinkFault): void;
}

/** A connection to a broker, from one attempt to its loss: the little of MQTT that the services use. */
export interface MqttLink {
  /** Whether it is up. */
  readonly connected: boolean;
  /** Whether the broker had kept a session for this client; known when it is up. */
  readonly isResumed: boolean;
  /** Resolves when the broker has it (QoS 1: PUBACK); rejects when the link ends before that. */
  publish(topic: string, payload: Buffer | string, options?: PublishOptions): Promise<void>;
  /** Adds a filter. */
  subscribe(filter: string): Promise<void>;
  /** Takes a filter away; what waits in the session by it still comes. */
  unsubscribe(filter: string): Promise<void>;
  /**
   * Waits, for a short while, until all that was published is acknowledged, and says goodbye. With `now`, or where the
   * broker does not answer, it just lets go, and the broker publishes the will.
   */
  close(now?: boolean): Promise<void>;
}
