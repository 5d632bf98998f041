import { BadInputError } from '@vedette/core/errors';
import { removeDerived } from '../images/remove-derived.ts';
import { type FindOptions, type Found, findCovered } from './find-covered.ts';
import { removeObjects } from './remove-objects.ts';
import type { EraseRule, RuledShot } from './rule.ts';

export interface EraseCounts {
  /** Shots, and payloads that were put aside: found by a survey, removed by an erase. */
  shots: number;
  putAside: number;
  /** What was made of shots that are gone; what was made of a shot that is there goes with it, uncounted. */
  derived: number;
  /** Of all these. */
  bytes: number;
  /** Of the shots, those that the catalog was asked for and did not tell of. */
  uncataloged: number;
  /** Images, and payloads that were put aside, that nothing is said of, so that nobody can tell whether they are meant. */
  untold: number;
}

/** What a survey has found, for whoever is asked whether it is to go. */
export interface Survey {
  readonly counts: EraseCounts;
  /** By `site/device/camera`. */
  readonly cameras: ReadonlyMap<string, CameraSurvey>;
  /** First and last capture time in µs since the epoch; undefined where there is no shot. */
  readonly firstAt: number | undefined;
  readonly lastAt: number | undefined;
  /** Those with shots, or payloads put aside, whose clock was suspect: what an open-ended rule is to name. */
  readonly suspectSessions: string[];
}

export interface CameraSurvey {
  readonly shots: number;
  readonly sessions: ReadonlySet<string>;
}

export interface EraseOptions extends FindOptions {
  /** Reads each description in place of asking the catalog, whose shots are removed nevertheless. */
  readonly scan?: boolean | undefined;
  /** Heard after each window of keys. */
  onProgress?(counts: Readonly<EraseCounts>): void;
}

/** Looks for what a rule is about and removes nothing. Rejects with ResourceError where bucket or catalog fails. */
export async function surveyCovered(rule: EraseRule, options: EraseOptions): Promise<Survey> {
  const counts = noCounts();
  const cameras = new Map<string, { shots: number; readonly sessions: Set<string> }>();
  const suspectSessions = new Set<string>();
  let firstAt: number | undefined;
  let lastAt: number | undefined;
  await eachWindow(rule, options, counts, async (found) => {
    for (const one of found) {
      count(counts, one, options);
      const suspect = suspectSessionOf(one);
      if (suspect !== undefined) suspectSessions.add(suspect);
      if (!one.entry) continue;
      const { site, device, camera, session, at } = one.entry;
      const name = `${site}/${device}/${camera}`;
      const known = cameras.get(name) ?? { shots: 0, sessions: new Set() };
      known.shots += 1;
      cameras.set(name, known);
      known.sessions.add(session);
      firstAt = Math.min(firstAt ?? at, at);
      lastAt = Math.max(lastAt ?? at, at);
    }
  });
  return { counts, cameras, firstAt, lastAt, suspectSessions: [...suspectSessions] };
}

/**
 * Removes what a rule is about: from the bucket first, then from the catalog, so that a run that is cut short finds it again.
 * Rejects with ResourceError where bucket or catalog fails; what was removed stays so, and the next run goes on.
 */
export async function eraseCovered(rule: EraseRule, options: EraseOptions): Promise<EraseCounts> {
  const counts = noCounts();
  await eachWindow(rule, options, counts, async (found) => {
    await noteUncataloged(found, options);
    await removeObjects(
      options.bucket,
      found.map(({ key }) => key),
      options.signal,
    );
    const ids = found.flatMap(({ entry }) => entry?.id ?? []);
    await removeDerived(options.bucket, ids, options.signal);
    if (options.signal?.aborted) return; // some are still there, and the next run finds them by the catalog
    await options.catalog?.forget(ids);
    for (const one of found) count(counts, one, options);
  });
  return counts;
}

/** What the catalog lacked is added, so that it is counted once among the forgotten, like the rest. */
async function noteUncataloged(found: readonly Found[], { catalog }: EraseOptions): Promise<void> {
  const added = found.flatMap(({ entry, isCataloged }) => (catalog && entry && !isCataloged ? catalog.add(entry) : []));
  for (const one of await Promise.allSettled(added)) {
    if (one.status === 'rejected' && !(one.reason instanceof BadInputError)) throw one.reason;
  }
}

async function eachWindow(
  rule: EraseRule,
  options: EraseOptions,
  counts: EraseCounts,
  work: (found: readonly Found[]) => Promise<void>,
): Promise<void> {
  const onUntold = (key: string) => {
    counts.untold += 1;
    options.onUntold(key);
  };
  const catalog = options.scan ? undefined : options.catalog;
  for await (const found of findCovered(rule, { ...options, catalog, onUntold })) {
    if (options.signal?.aborted) return;
    await work(found);
    options.onProgress?.(counts);
  }
}

function suspectSessionOf({ entry, putAside, derivedOf }: Found): string | undefined {
  const shot: RuledShot | undefined = entry ?? putAside ?? derivedOf;
  return shot?.clock?.suspect ? shot.session : undefined;
}

function noCounts(): EraseCounts {
  return { shots: 0, putAside: 0, derived: 0, bytes: 0, uncataloged: 0, untold: 0 };
}

function count(counts: EraseCounts, { bytes, isCataloged, putAside, derivedOf }: Found, { scan }: EraseOptions): void {
  counts.bytes += bytes;
  if (putAside) counts.putAside += 1;
  else if (derivedOf) counts.derived += 1;
  else {
    counts.shots += 1;
    if (!isCataloged && !scan) counts.uncataloged += 1;
  }
}
