import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { messageOf } from '../errors.ts';

export interface MqttMessage {
  readonly topic: string;
  readonly payload: Buffer;
  readonly retain: boolean;
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
  /** Delay before each reconnect; 0: a lost link stays lost, and whoever opened it opens another. */
  readonly reconnectMs?: number;
  readonly keepaliveSeconds?: number;
  /** Filters subscribed to at QoS 1 on every connect. */
  readonly subscribe?: readonly string[];
  /**
   * Gets each message, one after another; its PUBACK goes out when the promise resolves, so be quick.
   * If it rejects, the connection is dropped without a PUBACK and the broker sends the message again.
   */
  onMessage?(message: MqttMessage): Promise<void>;
  onUp?(): void;
  /** Called for each failed connect and each lost connection, but not for `close`. */
  onDown?(reason: string): void;
}

/** A connection to a broker: the little of MQTT that the services use. */
export interface MqttLink {
  readonly connected: boolean;
  /** Resolves when the broker has it (QoS 1: PUBACK). Across reconnects the message is kept in memory and sent again. */
  publish(topic: string, payload: Buffer | string, options?: { qos?: 0 | 1; retain?: boolean }): Promise<void>;
  /** Adds a filter, now if connected and on every connect from here on. */
  subscribe(filter: string): Promise<void>;
  /** `now`: does not wait for what is in flight. */
  close(now?: boolean): Promise<void>;
}

/** Opens a link and returns at once; `onUp` says when it stands. */
export function openLink(options: LinkOptions): MqttLink {
  const client = connect(options.url, clientOptions(options));
  const filters = new Set(options.subscribe);
  let reason = 'the broker closed the connection';
  let closing = false;
  client.on('connect', () => {
    reason = 'the broker closed the connection';
    noDelay(client);
    subscribeAll(client, [...filters], options.onUp);
  });
  client.on('error', (error) => {
    reason = describe(error);
  });
  client.on('close', () => !closing && options.onDown?.(reason));
  client.handleMessage = (packet, done) => {
    const message = { topic: packet.topic.toString(), payload: Buffer.from(packet.payload), retain: packet.retain };
    const handled = options.onMessage?.(message) ?? Promise.resolve();
    handled.then(
      () => done(),
      (error) => {
        reason = `a message on ${message.topic} could not be handled: ${messageOf(error)}`;
        client.stream.destroy();
        done();
      },
    );
  };
  return {
    get connected() {
      return client.connected;
    },
    async publish(topic, payload, { qos = 1, retain = false } = {}) {
      await client.publishAsync(topic, payload, { qos, retain });
    },
    async subscribe(filter) {
      if (filters.has(filter)) return;
      filters.add(filter);
      if (client.connected) await client.subscribeAsync(filter, { qos: 1 });
    },
    close(now = false) {
      closing = true;
      return client.endAsync(now);
    },
  };
}

function clientOptions(options: LinkOptions): IClientOptions {
  const { will, username, password } = options;
  return {
    protocolVersion: 4,
    clientId: options.clientId,
    clean: !options.durable,
    reconnectPeriod: options.reconnectMs ?? 1_000,
    connectTimeout: 10_000,
    keepalive: options.keepaliveSeconds ?? 30,
    resubscribe: false,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(will ? { will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true } } : {}),
  };
}

/** Small packets (a PUBACK, a receipt) must not wait for Nagle's algorithm. */
function noDelay(client: MqttClient): void {
  const { stream } = client;
  if ('setNoDelay' in stream && typeof stream.setNoDelay === 'function') stream.setNoDelay(true);
}

function subscribeAll(client: MqttClient, filters: string[], onUp?: () => void): void {
  if (filters.length === 0) {
    onUp?.();
    return;
  }
  client.subscribeAsync(filters, { qos: 1 }).then(
    () => onUp?.(),
    // A refused filter: try again by reconnecting, since a service that cannot listen does nothing.
    (error) => client.stream.destroy(error instanceof Error ? error : undefined),
  );
}

/** A refused connection is an AggregateError without a message of its own. */
function describe(error: Error): string {
  return error.message || ('code' in error ? String(error.code) : error.name);
}
