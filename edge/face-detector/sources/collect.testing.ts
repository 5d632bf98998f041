import type { Frame } from '../frame.ts';
import type { Source, SourceEvents, SourceState } from './source.ts';

/** What a source said of itself. */
export class Heard implements SourceEvents {
  readonly states: SourceState[] = [];
  readonly bad: { ref: string; reason: string; detail: string }[] = [];
  readonly notes: string[] = [];
  overtaken = 0;
  warmUp = 0;

  onState(state: SourceState): void {
    this.states.push(state);
  }

  onBadInput(ref: string, reason: string, detail: string): void {
    this.bad.push({ ref, reason, detail });
  }

  onOvertaken(frames: number): void {
    this.overtaken += frames;
  }

  onWarmUp(): void {
    this.warmUp += 1;
  }

  onNote(text: string): void {
    this.notes.push(text);
  }
}

/** The first `count` frames of a source, or all; then the source is left. */
export async function collect(source: Source, heard = new Heard(), count = Number.POSITIVE_INFINITY): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of source.frames(new AbortController().signal, heard)) {
    frames.push(frame);
    if (frames.length >= count) break;
  }
  return frames;
}
