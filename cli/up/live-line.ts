import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';

const CLEAR = '\r\x1b[2K';

type Terminal = Pick<WriteStream, 'columns' | 'write'>;

/** One line at the foot of a terminal that is rewritten in place; log lines pass above it. */
export class LiveLine {
  readonly #terminal: Terminal;
  #line = '';

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Shows a line, cut to the terminal's width so that it stays one. */
  show(line: string): void {
    const { columns } = this.#terminal;
    this.#line = columns > 0 ? line.slice(0, columns - 1) : line; // a terminal may not say how wide it is
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
