import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { messageOf } from '../errors.ts';
import { Deferred } from './deferred.ts';
import { Unsettled } from './unsettled.ts';

/** How long a close waits for the broker to acknowledge what it was told, and to take the goodbye. */
const FAREWELL_MS = 2_000;

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
  readonly will?: { readonly topic: string; readonly payload: string };
  readonly keepaliveSeconds?: number;
  /** Filters subscribed to at QoS 1. */
  readonly subscribe?: readonly string[];
  /**
   * Gets each message, one after another; its PUBACK goes out when the promise resolves, so be quick.
   * If it rejects, the link is lost without a PUBACK, and the broker sends the message again on the next one.
   */
  onMessage?(message: MqttMessage): Promise<void>;
  /** The broker is there and the filters stand. */
  onUp?(): void;
  /** The attempt failed or the link is lost; called once, and not after `close`. */
  onDown?(reason: string): void;
}

/** A connection to a broker, from one attempt to its loss: the little of MQTT that the services use. */
export interface MqttLink {
  /** Whether it is up. */
  readonly connected: boolean;
  /** Resolves when the broker has it (QoS 1: PUBACK); rejects when the link ends before that. */
  publish(topic: string, payload: Buffer | string, options?: PublishOptions): Promise<void>;
  /** Adds a filter. */
  subscribe(filter: string): Promise<void>;
  /**
   * Waits, for a short while, until all that was published is acknowledged, and says goodbye. With `now`, or where the
   * broker does not answer, it just lets go, and the broker publishes the will.
   */
  close(now?: boolean): Promise<void>;
}

/** Opens a link and returns at once; `onUp` or `onDown` says what came of it. A lost link stays lost: see KeptLink. */
export function openLink(options: LinkOptions): MqttLink {
  const client = connect(options.url, clientOptions(options));
  const unsettled = new Unsettled();
  const gone = new Deferred<void>();
  let reason: string | undefined;
  let isUp = false;
  let isClosing = false;
  let takes = true;

  function fail(why: string): void {
    reason ??= why;
    takes = false;
    client.stream.destroy();
  }
  client.on('connect', () => {
    noDelay(client);
    subscribeAll(client, options.subscribe ?? []).then(
      () => {
        isUp = client.connected && !isClosing;
        if (isUp) options.onUp?.();
      },
      // A service that cannot listen does nothing, so a refused filter is a failed attempt.
      (error) => fail(describe(error)),
    );
  });
  client.on('error', (error) => fail(describe(error)));
  client.on('close', () => {
    isUp = false;
    takes = false;
    const why = reason ?? 'the broker closed the connection';
    if (!isClosing) options.onDown?.(why);
    isClosing = true;
    unsettled.end(new Error(why));
    gone.resolve();
  });
  client.handleMessage = ({ topic, payload, retain, messageId }, done) => {
    if (!takes) return; // what the lost connection had brought as well; the broker sends it again
    const message = { topic: topic.toString(), payload: Buffer.from(payload), retain, messageId };
    const handled = options.onMessage?.(message) ?? Promise.resolve();
    handled.then(
      () => done(),
      // Without `done` there is no PUBACK, now or ever: this client does not connect again.
      (error) => fail(`a message on ${message.topic} could not be handled: ${messageOf(error)}`),
    );
  };
  return {
    get connected() {
      return isUp && !client.stream.destroyed;
    },
    async publish(topic, payload, { qos = 1, retain = false } = {}) {
      await unsettled.until(client.publishAsync(topic, payload, { qos, retain }));
    },
    async subscribe(filter) {
      await unsettled.until(client.subscribeAsync(filter, { qos: 1 }));
    },
    async close(now = false) {
      isClosing = true;
      const letGo = () => fail('the link was closed');
      const limit = setTimeout(letGo, FAREWELL_MS);
      if (now || !isUp) {
        letGo();
      } else {
        await unsettled.none();
        client.end();
      }
      await gone.promise;
      clearTimeout(limit);
    },
  };
}

function clientOptions(options: LinkOptions): IClientOptions {
  const { will, username, password } = options;
  return {
    protocolVersion: 4,
    clientId: options.clientId,
    clean: !options.durable,
    reconnectPeriod: 0,
    connectTimeout: 10_000,
    keepalive: options.keepaliveSeconds ?? 30,
    resubscribe: false,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(will ? { will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true } } : {}),
  };
}

/** Small packets (a PUBACK, a receipt) must not wait for Nagle's algorithm. */
function noDelay({ stream }: MqttClient): void {
  if ('setNoDelay' in stream && typeof stream.setNoDelay === 'function') stream.setNoDelay(true);
}

async function subscribeAll(client: MqttClient, filters: readonly string[]): Promise<void> {
  if (filters.length > 0) await client.subscribeAsync([...filters], { qos: 1 });
}

/** A refused connection is an AggregateError without a message of its own. */
function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
  return messageOf(error) || code;
}
