import type { BrokerLogin } from '@vedette/core/config';
import { describeShot, encodeShot, type Shot } from '@vedette/core/message';
import { clientIdOf, KeptLink } from '@vedette/core/mqtt';
import type { Logger } from '@vedette/core/observe';
import { settlesWithin } from '@vedette/core/run';
import type { Place, Topics } from '@vedette/core/topics';
import type { LedgerReport } from './ledger-reporter.ts';

/** How long a close waits for a first connection. */
const FIRST_UP_MS = 1_000;

/** What the camera's retained status says. */
export interface CameraStatus {
  readonly state: 'running' | 'away' | 'stopped';
  readonly reason?: string;
  readonly source: string;
  readonly model: string;
  readonly provider: string;
  /** Threads that ran the model and died, and were replaced; absent where none has. */
  readonly restarts?: number;
}

export interface PublisherOptions {
  readonly brokerUrl: string;
  readonly login?: BrokerLogin;
  readonly place: Place;
  readonly topics: Topics;
  readonly log: Logger;
}

/** Puts shots, their readable twins, the camera's status and its books on the edge broker. */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #kept: KeptLink;
  #up: () => void = () => undefined;
  /** Resolves with the first connection. */
  readonly #firstUp = new Promise<void>((resolve) => {
    this.#up = resolve;
  });
  #status: CameraStatus | undefined;

  constructor(options: PublisherOptions) {
    this.#options = options;
    const { brokerUrl, login, place, topics, log } = options;
    this.#kept = new KeptLink({
      what: 'edge broker',
      log,
      link: {
        url: brokerUrl,
        ...login,
        clientId: clientIdOf('vedette-detector', place.device, place.camera),
        will: {
          topic: topics.cameraStatus(place),
          payload: JSON.stringify({ camera: place.camera, state: 'offline' }),
        },
      },
      onUp: () => {
        this.#sayStatus();
        this.#up();
      },
    });
  }

  get connected(): boolean {
    return this.#kept.link !== undefined;
  }

  /**
   * Resolves when the broker has acknowledged the shot; waits as long as the broker is away, and rejects once the
   * publisher is closed. A shot whose PUBACK was lost goes out twice; its id tells. Its twin goes out in the same write;
   * where the broker is away, behind it.
   */
  async publishShot(shot: Shot): Promise<void> {
    const { topics, place } = this.#options;
    const tellTwin = () => this.#kept.tell(topics.meta(place), JSON.stringify(describeShot(shot)));
    const isThere = this.connected;
    const taken = this.#kept.publish(topics.shot(place), encodeShot(shot));
    if (isThere) tellTwin();
    await taken;
    if (!isThere) tellTwin();
  }

  /** Resolves when the broker has acknowledged the camera's books; waits and rejects as `publishShot` does. */
  async publishLedger(report: LedgerReport): Promise<void> {
    const { topics, place } = this.#options;
    await this.#kept.publish(topics.cameraLedger(place), JSON.stringify(report));
  }

  /** Says the camera's state, now if the broker is there and again on every connect. */
  publishStatus(status: CameraStatus): void {
    this.#status = status;
    this.#sayStatus();
  }

  /** Waits for what the broker has not acknowledged, but not for long; with `now`, not at all. */
  async close(now = false): Promise<void> {
    // A source that fails at once is quicker than the first connection, and the status has to say why.
    if (!now) await settlesWithin(FIRST_UP_MS, this.#firstUp);
    await this.#kept.close(now);
  }

  #sayStatus(): void {
    if (!this.#status) return;
    const { topics, place } = this.#options;
    const status = { camera: place.camera, ...this.#status, at: new Date().toISOString() };
    this.#kept.link
      ?.publish(topics.cameraStatus(place), JSON.stringify(status), { retain: true })
      .catch(() => undefined); // the link is lost; the status is said again on the next one
  }
}
