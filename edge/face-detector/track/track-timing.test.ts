import { expect, test } from 'vitest';
import type { Box } from '../detect/box.ts';
import type { Frame } from '../frame.ts';
import { RateLimit } from './rate-limit.ts';
import { TrackSelector, type TrackSelectorOptions } from './select-by-track.ts';
import type { Selection } from './selector.ts';
import { TRACK_OPTIONS } from './track-selector.testing.ts';

const SECOND = 1_000_000;
const SIZE = { width: 640, height: 480 };
/** A second's worth of sightings at ten frames a second. */
const STEP = SECOND / 10;

/** A selector that is shown faces, each at a place of its own, and what came of it, in words. */
class Show {
  readonly log: string[] = [];
  readonly #selector: TrackSelector;
  #at = 0;

  constructor(over: Partial<TrackSelectorOptions> = {}) {
    this.#selector = new TrackSelector({ ...TRACK_OPTIONS, ...over });
  }

  /** A frame with a face of each of these scores, none where it is 0; they sway, as people do. */
  frame(...scores: number[]): this {
    const sway = 12 * Math.sin(this.#at / SECOND);
    const detections = scores.flatMap((score, place) => {
      const box: Box = [100 * place + 20 + sway, 50, 50, 50];
      return score > 0 ? { label: 'face', score, box, landmarks: [] } : [];
    });
    const frame: Frame = { ref: '', at: this.#at, image: { type: 'encoded', data: Buffer.alloc(100) } };
    this.#note(this.#selector.offer(frame, { ...SIZE, detections }));
    this.#at += STEP;
    return this;
  }

  frames(count: number, ...scores: number[]): this {
    for (let index = 0; index < count; index += 1) this.frame(...scores);
    return this;
  }

  still(seconds: number): this {
    this.#at += seconds * SECOND;
    this.#note(this.#selector.still(this.#at));
    return this;
  }

  finish(): this {
    this.#note(this.#selector.finish());
    return this;
  }

  #note({ picks, letGo }: Selection): void {
    for (const { detection, track, frame } of picks) {
      this.log.push(`${frame.at / SECOND} s ${track?.phase} ${detection.score} at ${this.#at / SECOND} s`);
    }
    for (const { reason } of letGo) if (reason !== 'track') this.log.push(reason);
  }
}

test('the first shot is the best of a second, but one that is good is not waited with', () => {
  const first = { firstWithin: SECOND };
  expect(new Show(first).frames(3, 0.5).frame(0.8).frames(10, 0.6).log).toEqual(['0.3 s first 0.8 at 1 s']);
  expect(new Show({ ...first, goodWorth: 0.35 }).frames(3, 0.5).frame(0.8).log).toEqual(['0.3 s first 0.8 at 0.3 s']);
  expect(new Show(first).frames(5, 0.5).finish().log).toEqual(['0 s first 0.5 at 0.5 s']);
});

test('a track that is never surely seen is not believed, however long it is; one that is at last is', () => {
  const sure = { sureScore: 0.7 };
  const unsure = new Show(sure).frames(20, 0.65).finish();
  expect(new Set(unsure.log)).toEqual(new Set(['unsure']));
  expect(unsure.log).toHaveLength(18); // the first three become so at once
  expect(new Show(sure).frames(20, 0.65).frames(3, 0.75).log.at(-1)).toBe('2 s first 0.75 at 2.2 s');
  expect(new Show(sure).frame(0.9).frame(0.9).finish().log).toEqual(['brief']);
});

test('what is sent is surely a face, and its time runs from when it is', () => {
  const show = new Show({ sureScore: 0.7, firstWithin: SECOND }).frames(20, 0.69).frames(5, 0.7).frames(20, 0.69);
  expect(show.log.filter((line) => line !== 'unsure')).toEqual(['2 s first 0.7 at 3 s']);
});

test('of somebody who stays the best is not held for ever, and there are two shots at most', () => {
  const stays = new Show({ bestWithin: 5 * SECOND })
    .frames(10, 0.5)
    .frame(0.9)
    .frames(100, 0.6)
    .frame(1)
    .frames(50, 0.6);
  expect(stays.finish().log).toEqual(['0 s first 0.5 at 0.2 s', '1 s best 0.9 at 5.2 s']);
});

test('a better one that comes after the time is sent within the time that the first one has', () => {
  const late = new Show({ bestWithin: 2 * SECOND, firstWithin: SECOND }).frames(60, 0.5).frame(0.8).frame(0.9);
  expect(late.frames(20, 0.5).log).toEqual(['0 s first 0.5 at 1 s', '6.1 s best 0.9 at 7 s']);
});

test('where it is asked for, somebody who stays is sent again and again', () => {
  const again = new Show({ bestWithin: SECOND, again: 10 * SECOND }).frames(5, 0.5).frame(0.9).frames(250, 0.6);
  expect(again.log.map((line) => line.split(' at ')[1])).toEqual(['0.2 s', '1.2 s', '11.2 s', '21.2 s']);
});

test('what exceeds the rate waits, the better goes first, and what waits in vain is let go', () => {
  const rate = () => new RateLimit(1);
  const both = new Show({ rate: rate() }).frames(30, 0.6, 0.9);
  expect(both.log).toEqual(['0 s first 0.9 at 0.2 s', '0 s first 0.6 at 1.2 s']);
  expect(new Show({ rate: rate() }).frames(3, 0.6, 0.9).finish().log).toEqual(['0 s first 0.9 at 0.2 s', 'rate']);
});

test('what is held is bounded: the least worth gives way, and its track goes on', () => {
  const waits = { firstWithin: SECOND, maxHeldBytes: 150 };
  const show = new Show(waits).frame(0.9, 0.5).frame(0.6, 0.6);
  expect(show.log).toEqual(['full']);
  const sent = show.frames(10, 0.5, 0.7).log.filter((line) => line !== 'full');
  expect(sent).toEqual(['0 s first 0.9 at 1 s', '1 s first 0.7 at 1 s']);
});

test('beyond as many tracks as are followed, a face is let go', () => {
  expect(new Show({ maxTracks: 1 }).frame(0.9, 0.8).log).toEqual(['full']);
});

test('of a thing no more is sent than its first shot; it has no best one', () => {
  const stationary = { after: 3 * SECOND, remember: 60 * SECOND };
  const still = new Show({ stationary }).frames(10, 0.5).frame(0.9).still(2).still(4);
  expect(still.log).toEqual(['0 s first 0.5 at 0.2 s', 'stationary']);
  expect(still.finish().log).toHaveLength(2);
});

test('while nothing moves, what is due is sent, and nobody is lost', () => {
  const show = new Show({ firstWithin: SECOND }).frames(3, 0.5).still(0.5).still(2);
  expect(show.log).toEqual(['0 s first 0.5 at 2.8 s']);
  expect(show.frames(5, 0.5).finish().log).toHaveLength(1);
});
