import { messageOf } from '@vedette/core/errors';
import type { Logger } from '@vedette/core/observe';
import type { Catalog, CatalogShot } from '@vedette/store';
import type { Links } from '../shapes/links.ts';
import { answerShot } from '../shapes/shot.ts';
import type { Summary } from '../status/summarize.ts';
import { catchUp, eventIdOf } from './catch-up.ts';
import type { EventStream, ServerEvent } from './event-stream.ts';

/** How often the whole is summed up while somebody listens. */
const SUMMARY_MS = 5_000;
const THUMBNAIL_HEIGHT = 240;
/** Shots that are read from the catalog at once; of more, those that came first are passed over: nobody can look at them. */
const MAX_READING = 50;

export interface ArrivalsOptions {
  readonly catalog: Pick<Catalog, 'shot' | 'arrivals'>;
  readonly links: Links;
  readonly summary: () => Promise<Summary>;
  readonly log: Logger;
}

/** Tells all who listen what arrives. Nothing is read while nobody does. */
export class Arrivals {
  readonly #options: ArrivalsOptions;
  readonly #streams = new Set<EventStream>();
  #reading = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ArrivalsOptions) {
    this.#options = options;
  }

  /** `lastEventId`: what was heard last; what was stored since is told first, some of it for the second time. */
  async join(stream: EventStream, lastEventId: string | undefined): Promise<void> {
    this.#streams.add(stream);
    stream.onClose(() => {
      this.#streams.delete(stream);
      if (this.#streams.size === 0) this.#rest();
    });
    this.#timer ??= setInterval(() => void this.#tellSummary(this.#streams), SUMMARY_MS).unref();
    await this.#tellSummary([stream]);
    if (lastEventId === undefined) return;
    await this.#unlessItFails(async () => {
      for (const shot of await catchUp(this.#options.catalog, lastEventId)) {
        stream.send(this.#eventOf(shot));
        await stream.drained(); // all at once would be more than a client may leave unread
      }
    });
  }

  /** A shot is stored and in the catalog. */
  async stored(id: string): Promise<void> {
    if (this.#streams.size === 0 || this.#reading >= MAX_READING) return;
    this.#reading += 1;
    await this.#unlessItFails(async () => {
      const shot = await this.#options.catalog.shot(id);
      if (shot) this.tell(this.#eventOf(shot));
    });
    this.#reading -= 1;
  }

  tell(event: ServerEvent): void {
    for (const stream of this.#streams) stream.send(event);
  }

  get listeners(): number {
    return this.#streams.size;
  }

  #eventOf(shot: CatalogShot): ServerEvent {
    return { event: 'shot', id: eventIdOf(shot), data: answerShot(shot, this.#options.links, THUMBNAIL_HEIGHT) };
  }

  async #tellSummary(streams: Iterable<EventStream>): Promise<void> {
    await this.#unlessItFails(async () => {
      const data = await this.#options.summary();
      for (const stream of streams) stream.send({ event: 'summary', data });
    });
  }

  /** A client that lacks an event asks the other routes, which say what is the matter. */
  async #unlessItFails(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#options.log.debug({ reason: messageOf(error) }, 'an event was not told');
    }
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
