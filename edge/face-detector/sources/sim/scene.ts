import { LOOKS } from './looks.ts';
import { random, randomBetween } from './random.ts';

/** What the scene depends on beside the time. */
export interface SceneOptions {
  readonly seed: number;
  /** Those who come and go at the same time, up to as many as there are looks. */
  readonly people: number;
  /** px */
  readonly width: number;
  /** px */
  readonly height: number;
}

/** Where one person stands at a moment. */
export interface Placement {
  /** Index into LOOKS. */
  readonly look: number;
  /** Middle of the head, px of the frame. */
  readonly x: number;
  readonly y: number;
  /** Width of the head, px. */
  readonly headWidth: number;
  /** Radians clockwise. */
  readonly tilt: number;
  /** -1..1: the head turned to the left or right edge of the frame. */
  readonly turn: number;
}

/** One stay of one person: in from a side, a while here and there, out on a side, then nobody. */
interface Visit {
  readonly number: number;
  readonly seconds: number;
  readonly staySeconds: number;
}

const WALK_SECONDS = 3;

/** Everyone in the scene after so many seconds, from the back to the front; nothing but the arguments decides. */
export function placePeople(options: SceneOptions, seconds: number): Placement[] {
  return Array.from({ length: options.people }, (_, person) => place(options, person, seconds))
    .filter((placement) => placement !== undefined)
    .sort((a, b) => a.headWidth - b.headWidth);
}

function place(options: SceneOptions, person: number, seconds: number): Placement | undefined {
  const { seed, width, height, people } = options;
  const visit = visitAt(seed, person, seconds);
  if (visit.seconds > visit.staySeconds) return undefined;
  const chance = (use: number) => random(seed, person, visit.number, use);
  const wave = (use: number, period: number) =>
    Math.sin(2 * Math.PI * (visit.seconds / (period * (0.8 + 0.4 * chance(use))) + chance(use + 1)));

  const lane = width / people;
  // Small enough to stand side by side, large enough to be found.
  const room = Math.min(Math.max(lane * 0.55, width * 0.1), width * 0.155, height * 0.22);
  const headWidth = room * (0.86 + 0.1 * chance(0) + 0.06 * wave(1, 9));
  const home = lane * (person + 0.5 + 0.16 * wave(3, 7));
  // By the nearer side for the most part, as people do, and so that they seldom cross each other.
  const isLeft = (use: number) => chance(use) > (person + 0.5) / people;
  const { x, walking } = walk(home, headWidth, width, visit, isLeft(5), isLeft(6));
  const step = walking * Math.abs(Math.sin(visit.seconds * 7)) * headWidth * 0.05;
  return {
    look: lookOf(seed, person, people, visit.number),
    x,
    y: height * (0.42 - 0.1 * chance(7)) + headWidth * 0.12 * wave(8, 6) - step,
    headWidth,
    tilt: 0.07 * wave(10, 5),
    turn: 0.8 * wave(12, 6),
  };
}

/** People come one after another, so that there is somebody from the first frame on and never all at once. */
function visitAt(seed: number, person: number, seconds: number): Visit {
  const period = randomBetween(19, 27, seed, person, 100);
  const elapsed = seconds + (person === 0 ? WALK_SECONDS : -1.5 * person) + period;
  const number = Math.floor(elapsed / period);
  // Before the first visit nobody is there: it is not the end of one that nobody saw begin.
  const staySeconds = number === 0 ? -1 : period - randomBetween(2, 5, seed, person, number, 101);
  return { number, seconds: elapsed - number * period, staySeconds };
}

/** In from one side and out on one, each with the ease of somebody who starts and stops. */
function walk(home: number, headWidth: number, width: number, visit: Visit, fromLeft: boolean, toLeft: boolean) {
  // The shoulders are wider than the head.
  const beyond = headWidth * 1.5;
  const outside = (left: boolean) => (left ? -beyond : width + beyond);
  const arrived = ease(visit.seconds / WALK_SECONDS);
  const left = ease((visit.seconds - visit.staySeconds) / WALK_SECONDS + 1);
  const x = outside(fromLeft) + (home - outside(fromLeft)) * arrived + (outside(toLeft) - home) * left;
  return { x, walking: 1 - arrived + left };
}

/** 0 to 1, slow at both ends. */
function ease(share: number): number {
  const t = Math.min(1, Math.max(0, share));
  return t * t * (3 - 2 * t);
}

/** Those in the scene at the same time have each their own part of the looks, so that nobody meets a double. */
function lookOf(seed: number, person: number, people: number, visit: number): number {
  const own = Math.ceil((LOOKS.length - person) / people);
  return (person + people * (visit % own) + seed) % LOOKS.length;
}
