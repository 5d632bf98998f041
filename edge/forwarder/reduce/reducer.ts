import { messageOf } from '@vedette/core/errors';
import { encodeShot, readPayload } from '@vedette/core/message';
import { CountedLog, type Logger } from '@vedette/core/observe';
import type { ForwarderMeter } from '../meter.ts';
import type { Classes, Reduction } from '../policy/classes.ts';
import type { Spool, SpoolEntry } from '../spool/index.ts';
import { reduceShot } from './reduce-shot.ts';

export interface ReducerOptions {
  readonly classes: Classes;
  readonly spool: Spool;
  readonly meter: ForwarderMeter;
  readonly log: Logger;
  /** How long the backlog would take at the rate that the link gives, in seconds; undefined where that is not known. */
  behindSeconds(): number | undefined;
  /** An entry has other bytes now. */
  onReplaced(entry: SpoolEntry): void;
}

/**
 * Makes images smaller under a long congestion, where their class allows it. The smaller one takes the place of the
 * original in the spool before it is sent: what is sent again must be what was sent before.
 */
export class Reducer {
  readonly #options: ReducerOptions;
  readonly #failed: CountedLog;

  constructor(options: ReducerOptions) {
    this.#options = options;
    this.#failed = new CountedLog((line) =>
      options.log.warn(line, 'an image cannot be made smaller; it goes as it is'),
    );
  }

  /** What is to be sent of an entry that was not sent before: its payload, or a smaller one. Never rejects. */
  async reduce(entry: SpoolEntry, payload: Buffer): Promise<Buffer> {
    const step = this.#stepFor(entry);
    if (!step) return payload;
    try {
      return (await this.#replace(entry, payload, step)) ?? payload;
    } catch (error) {
      this.#failed.add({ id: entry.id, reason: messageOf(error) });
      return payload;
    }
  }

  close(): void {
    this.#failed.close();
  }

  /** The last step that the backlog calls for. */
  #stepFor(entry: SpoolEntry): Reduction | undefined {
    const { classes, behindSeconds } = this.#options;
    const steps = classes.reductions[classes.classOf(entry)] ?? [];
    if (steps.length === 0) return undefined;
    const behind = behindSeconds() ?? 0;
    return steps.findLast((step) => behind > step.behindSeconds);
  }

  async #replace(entry: SpoolEntry, payload: Buffer, step: Reduction): Promise<Buffer | undefined> {
    const { spool, meter, onReplaced } = this.#options;
    const read = readPayload(payload);
    if (read.type !== 'shot' || read.shot.image?.reduced) return undefined;
    const shot = await reduceShot(read.shot, step);
    if (!shot) return undefined;
    const smaller = encodeShot(shot);
    if (!(await spool.replace({ ...entry, sha256: shot.image.sha256 }, smaller))) return undefined;
    const replaced = spool.get(entry.id);
    if (replaced) onReplaced(replaced);
    meter.count('reduced');
    meter.count('reduced_bytes', undefined, payload.length - smaller.length);
    return smaller;
  }
}
