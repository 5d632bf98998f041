import { describeShot, encodeShot, type Shot } from '@vedette/core/message';
import { type MqttLink, openLink } from '@vedette/core/mqtt';
import type { Logger } from '@vedette/core/observe';
import type { Place, Topics } from '@vedette/core/topics';

/** What the camera's retained status says. */
export interface CameraStatus {
  readonly state: 'running' | 'away' | 'stopped';
  readonly reason?: string;
  readonly source: string;
  readonly model: string;
  readonly provider: string;
}

export interface PublisherOptions {
  readonly brokerUrl: string;
  readonly place: Place;
  readonly topics: Topics;
  readonly log: Logger;
}

/** Puts shots, their readable twins and the camera's status on the edge broker. */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #link: MqttLink;
  #status: CameraStatus | undefined;
  #isDown = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
    const { brokerUrl, place, topics } = options;
    this.#link = openLink({
      url: brokerUrl,
      clientId: `vedette-detector-${place.device}-${place.camera}`,
      will: { topic: topics.cameraStatus(place), payload: JSON.stringify({ camera: place.camera, state: 'offline' }) },
      onUp: () => this.#up(),
      onDown: (reason) => this.#down(reason),
    });
  }

  get connected(): boolean {
    return this.#link.connected;
  }

  /** Resolves when the broker has acknowledged the shot; waits as long as the broker is away. */
  async publishShot(shot: Shot): Promise<void> {
    const { topics, place } = this.#options;
    await this.#link.publish(topics.shot(place), encodeShot(shot));
    await this.#link.publish(topics.meta(place), JSON.stringify(describeShot(shot)), { qos: 0 });
  }

  /** Says the camera's state, now if the broker is there and again on every connect. */
  publishStatus(status: CameraStatus): void {
    this.#status = status;
    if (this.#link.connected) void this.#sendStatus();
  }

  async close(): Promise<void> {
    await this.#link.close(!this.#link.connected);
  }

  async #sendStatus(): Promise<void> {
    const { topics, place } = this.#options;
    const status = { camera: place.camera, ...this.#status, at: new Date().toISOString() };
    await this.#link
      .publish(topics.cameraStatus(place), JSON.stringify(status), { retain: true })
      .catch(() => undefined); // the link went down; the status is sent again when it is up
  }

  #up(): void {
    if (this.#isDown) this.#options.log.info('the edge broker is back');
    this.#isDown = false;
    if (this.#status) void this.#sendStatus();
  }

  #down(reason: string): void {
    if (!this.#isDown) this.#options.log.warn({ reason }, `no edge broker at ${this.#options.brokerUrl}; trying on`);
    this.#isDown = true;
  }
}
