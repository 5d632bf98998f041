import type { Candidate, Moment, Policy } from '../policy/policy.ts';
import { ByAge } from './by-age.ts';
import type { Window } from './in-flight.ts';

/** A shot that waits, with the index of its class. */
export interface Waiter extends Candidate {
  readonly classIndex: number;
  /** Which of the two windows it waits for. */
  readonly window: Window;
}

/** What is to be given a place where there is none. */
export type Newcomer = Pick<Waiter, 'classIndex' | 'phase'>;

interface ClassOfShots<W extends Waiter> {
  readonly policy: Policy;
  /** By rank, what waits. */
  readonly lines: readonly ByAge<W>[];
  /** Whatever has no receipt: what waits and what is on its way. */
  readonly all: ByAge<W>;
  newestSent?: Moment['newestSent'];
}

/**
 * What waits to be sent. For the first window by class: the classes take turns, so that none can hold up another. For the
 * second in the order that they came to it.
 */
export class WaitingRoom<W extends Waiter> {
  readonly #classes: readonly ClassOfShots<W>[];
  readonly #second = new Set<W>();
  #turn = 0;

  /** One policy for each class. */
  constructor(policies: readonly Policy[]) {
    this.#classes = policies.map((policy) => ({
      policy,
      lines: Array.from({ length: policy.ranks }, () => new ByAge<W>()),
      all: new ByAge<W>(),
    }));
  }

  /** It came, and waits. */
  enter(item: W): void {
    this.#classes[item.classIndex]?.all.add(item);
    this.wait(item);
  }

  /** It waits again. */
  wait(item: W): void {
    if (item.window === 'first') this.#lineOf(item)?.add(item);
    else this.#second.add(item);
  }

  /** It is done with. */
  leave(item: W): void {
    this.#classes[item.classIndex]?.all.delete(item);
    this.#lineOf(item)?.delete(item);
    this.#second.delete(item);
  }

  /** What a window sends now; it waits no longer. */
  take(window: Window, now: number): W | undefined {
    return window === 'first' ? this.#takeByClass(now) : this.#takeMissed();
  }

  /** What has no receipt and is too old to be sent; to leave. */
  expired(now: number): W | undefined {
    return firstOf(this.#classes, ({ policy, all }) => policy.expired?.([all], now));
  }

  /** Whether the class of an item gives anything up where there is no room. */
  givesUp({ classIndex }: Pick<W, 'classIndex'>): boolean {
    return this.#classes[classIndex]?.policy.victim !== undefined;
  }

  /**
   * What gives way to a newcomer where there is no room: something of the last class that gives anything up, or the
   * newcomer itself, if nothing that waits is worth less. Undefined if nothing is to be dropped, the newcomer neither.
   */
  victim(newcomer: Newcomer): W | 'newcomer' | undefined {
    const victim = firstOf(this.#classes.toReversed(), ({ policy, lines }) => policy.victim?.(lines));
    if (victim && !this.#isWorthMore(victim, newcomer)) return victim;
    return this.givesUp(newcomer) ? 'newcomer' : undefined;
  }

  #takeByClass(now: number): W | undefined {
    for (let i = 0; i < this.#classes.length; i++) {
      const turn = (this.#turn + i) % this.#classes.length;
      const one = this.#classes[turn];
      const item = one?.policy.next(one.lines, { now, newestSent: one.newestSent });
      if (!one || !item) continue;
      this.#turn = turn + 1;
      this.#lineOf(item)?.delete(item);
      if (item.serial > (one.newestSent?.serial ?? -1)) one.newestSent = { serial: item.serial, at: now };
      return item;
    }
    return undefined;
  }

  #takeMissed(): W | undefined {
    const [item] = this.#second;
    if (item) this.#second.delete(item);
    return item;
  }

  #isWorthMore(a: Newcomer, b: Newcomer): boolean {
    if (a.classIndex !== b.classIndex) return a.classIndex < b.classIndex;
    const policy = this.#classes[a.classIndex]?.policy;
    return policy !== undefined && policy.rankOf(a) < policy.rankOf(b);
  }

  #lineOf(item: W): ByAge<W> | undefined {
    const one = this.#classes[item.classIndex];
    return one?.lines[one.policy.rankOf(item)];
  }
}

function firstOf<A, B>(all: readonly A[], choose: (one: A) => B | undefined): B | undefined {
  for (const one of all) {
    const chosen = choose(one);
    if (chosen !== undefined) return chosen;
  }
  return undefined;
}
