import { fileURLToPath } from 'node:url';
import { HOME } from './house-settings.ts';
import { type Running, type RunOptions, run } from './running.ts';

const PUBLISHER = fileURLToPath(new URL('../dist/support/publisher.js', import.meta.url));

export interface Shots {
  readonly count: number;
  readonly perSecond?: number;
  readonly bytes?: number;
  /** Of the house itself unless given. */
  readonly device?: string;
}

/** Shots that a process of its own publishes at the edge broker; killed, it may be started again and numbers on. */
export class Camera {
  readonly #url: string;
  readonly #options: RunOptions;
  readonly #processes: Running[] = [];

  constructor(url: string, options: RunOptions) {
    this.#url = url;
    this.#options = options;
  }

  publish({ count, perSecond = 40, bytes = 15_000, device = HOME.device }: Shots): Running {
    const args = [this.#url, device, this.sent().size, count, perSecond, bytes].map(String);
    const running = run('publisher', process.execPath, [PUBLISHER, ...args], this.#options);
    this.#processes.push(running);
    return running;
  }

  /** SHA-256 of the image of each shot that was made, by its id; the broker may have it. */
  sent(): Map<string, string> {
    const lines = this.#processes.flatMap(linesOf);
    return new Map(lines.flatMap(([word, id = '', sha256 = '']) => (word === 'sent' ? [[id, sha256]] : [])));
  }

  /** Of these, the shots that have their PUBACK; those of one process alone, if it is given. */
  acknowledged(by?: Running): Map<string, string> {
    const lines = (by ? [by] : this.#processes).flatMap(linesOf);
    const ids = new Set(lines.flatMap(([word, id = '']) => (word === 'acknowledged' ? [id] : [])));
    return new Map([...this.sent()].filter(([id]) => ids.has(id)));
  }
}

function linesOf(running: Running): string[][] {
  const whole = running.stdout().split('\n').slice(0, -1);
  return whole.map((line) => line.split(' '));
}
