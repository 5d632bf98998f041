import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';

const CLEAR = '\r\x1b[2K';

/** One line at the foot of a terminal that is rewritten in place; log lines pass above it. */
export class LiveLine {
  readonly #terminal: WriteStream;
  #line = '';

  constructor(terminal: WriteStream) {
    this.#terminal = terminal;
  }

  /** Shows a line, cut to the terminal's width so that it stays one. */
  show(line: string): void {
    this.#line = line.slice(0, this.#terminal.columns - 1);
    this.#terminal.write(CLEAR + this.#line);
  }

  /** Lets the line stand and goes to the next. */
  end(): void {
    if (this.#line) this.#terminal.write('\n');
    this.#line = '';
  }

  /** A stream for the log: what is written to it appears above the line. */
  above(): Writable & { readonly isTTY: true } {
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        this.#terminal.write(`${CLEAR}${chunk}${this.#line}`);
        done();
      },
    });
    return Object.assign(stream, { isTTY: true as const });
  }
}
