import type { MqttMessage } from '@vedette/core/mqtt';
import { SOFTWARE } from '@vedette/core/run';
import type { Topics } from '@vedette/core/topics';
import { z } from 'zod';
import type { ForwarderMeter } from './meter.ts';
import type { Home } from './prepare.ts';

const EVERY_MS = 30_000;
/** Changes that come together are said together. */
const GATHER_MS = 100;
const MAX_BYTES = 16_384;
const MAX_CAMERAS = 100;

/** What a camera's detector says of itself; what else it says is passed on. */
const cameraStatusSchema = z.looseObject({
  camera: z.string(),
  state: z.enum(['running', 'away', 'stopped', 'offline']),
  reason: z.string().optional(),
});

type CameraStatus = z.infer<typeof cameraStatusSchema>;

export interface DeviceStatusOptions {
  readonly home: Home;
  readonly topics: Topics;
  readonly meter: ForwarderMeter;
  /** What is the matter now, for people. */
  alarms(): readonly string[];
  /** To both brokers, retained. */
  publish(topic: string, payload: string): void;
}

/** The device's status: its cameras and its forwarder on one retained topic. */
export class DeviceStatus {
  readonly topic: string;
  /** What the brokers say when the forwarder is gone. */
  readonly offline: string;
  readonly #options: DeviceStatusOptions;
  readonly #cameras = new Map<string, CameraStatus>();
  #interval: NodeJS.Timeout | undefined;
  #gathering: NodeJS.Timeout | undefined;

  constructor(options: DeviceStatusOptions) {
    this.#options = options;
    const { home, topics } = options;
    this.topic = topics.deviceStatus(home);
    this.offline = JSON.stringify({ state: 'offline', ...home });
  }

  /** Publishes the status from here on, now and then. */
  start(): void {
    this.#interval = setInterval(() => this.say(), EVERY_MS);
  }

  /** Takes a message of a camera's status topic; those of other devices say nothing about this one. */
  take({ topic, payload }: MqttMessage): void {
    const { home, topics } = this.#options;
    const place = topics.placeOf(topic);
    if (place?.site !== home.site || place.device !== home.device) return;
    if (payload.length === 0) {
      // An empty retained message is how MQTT takes one back.
      if (this.#cameras.delete(place.camera)) this.#changed();
      return;
    }
    const hasPlace = this.#cameras.has(place.camera) || this.#cameras.size < MAX_CAMERAS;
    const status = hasPlace ? parseStatus(payload) : undefined;
    if (!status) {
      this.#options.meter.count('bad_status');
      return;
    }
    const isNew = JSON.stringify(status) !== JSON.stringify(this.#cameras.get(place.camera));
    this.#cameras.set(place.camera, status);
    if (isNew) this.#changed();
  }

  /** Publishes the status as it is now. */
  say(): void {
    const { home, meter, alarms, publish } = this.#options;
    const { lastReceiptAt, ...forwarder } = meter.counts();
    const status = {
      state: 'online',
      ...home,
      at: new Date().toISOString(),
      software: SOFTWARE,
      alarms: alarms(),
      cameras: Object.fromEntries(this.#cameras),
      forwarder: { ...forwarder, lastReceiptAt: lastReceiptAt === null ? null : new Date(lastReceiptAt).toISOString() },
    };
    publish(this.topic, JSON.stringify(status));
  }

  close(): void {
    clearInterval(this.#interval);
    clearTimeout(this.#gathering);
  }

  #changed(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.say();
    }, GATHER_MS);
  }
}

function parseStatus(payload: Buffer): CameraStatus | undefined {
  if (payload.length > MAX_BYTES) return undefined;
  try {
    return cameraStatusSchema.safeParse(JSON.parse(payload.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
