import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** A proxy, or a phone's network, forgets what is silent. */
const BEAT_MS = 15_000;
/** Who has so much unread is let go of; a browser comes again, and says what it heard last. */
const MAX_UNREAD = 1 << 20;

export interface ServerEvent {
  readonly event: string;
  readonly id?: string;
  readonly data: unknown;
}

/** Server-sent events to one client (HTML standard, 9.2), until it goes. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #beat: NodeJS.Timeout;

  constructor(response: ServerResponse, headers: OutgoingHttpHeaders) {
    this.#response = response;
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    response.write('retry: 2000\n\n');
    this.#beat = setInterval(() => this.#write(': still here\n\n'), BEAT_MS).unref();
    response.on('close', () => clearInterval(this.#beat));
  }

  send({ event, id, data }: ServerEvent): void {
    const number = id === undefined ? '' : `id: ${id}\n`;
    this.#write(`event: ${event}\n${number}data: ${JSON.stringify(data)}\n\n`);
  }

  /** Resolves when the client has read most of what it was sent, or has gone. */
  async drained(): Promise<void> {
    const response = this.#response;
    if (!response.writableNeedDrain || response.destroyed) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        response.off('drain', done).off('close', done);
        resolve();
      };
      response.on('drain', done).on('close', done);
    });
  }

  onClose(done: () => void): void {
    if (this.#response.closed) done();
    else this.#response.once('close', done);
  }

  #write(text: string): void {
    if (this.#response.destroyed) return;
    this.#response.write(text);
    if (this.#response.writableLength > MAX_UNREAD) this.#response.destroy();
  }
}
