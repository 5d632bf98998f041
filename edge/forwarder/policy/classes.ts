import type { ForwarderConfig } from '../config.ts';
import type { SpoolEntry } from '../spool/index.ts';
import { bestThenRest } from './best-then-rest.ts';
import { complete } from './complete.ts';
import { latest } from './latest.ts';
import type { Policy } from './policy.ts';

type Class = ForwarderConfig['classes'][number];
export type Reduction = ForwarderConfig['reduce'][number];

/** What the configuration says of which shots; the last class is that of all others. */
export interface Classes {
  readonly policies: readonly Policy[];
  /** By class: the smaller images that it allows. */
  readonly reductions: readonly (readonly Reduction[])[];
  classOf(entry: Pick<SpoolEntry, 'camera' | 'kind' | 'label'>): number;
}

type Configured = Pick<ForwarderConfig, 'classes' | 'policy' | 'maxAgeSeconds' | 'reduce'>;

export function classesOf({ classes, policy, maxAgeSeconds, reduce }: Configured): Classes {
  const all = [...classes, { policy, maxAgeSeconds, reduce }];
  return {
    policies: all.map((one) => policyOf(one.policy, one.maxAgeSeconds ?? maxAgeSeconds)),
    reductions: all.map((one) => one.reduce),
    classOf(entry) {
      const index = classes.findIndex((one) => fits(one, entry));
      return index === -1 ? classes.length : index;
    },
  };
}

function policyOf(name: ForwarderConfig['policy'], maxAgeSeconds: number): Policy {
  if (name === 'complete') return complete;
  return name === 'latest' ? latest(maxAgeSeconds * 1_000) : bestThenRest;
}

function fits({ camera, kind, label }: Class, entry: Pick<SpoolEntry, 'camera' | 'kind' | 'label'>): boolean {
  return (
    (camera === undefined || camera === entry.camera) &&
    (kind === undefined || kind === entry.kind) &&
    (label === undefined || label === entry.label)
  );
}
