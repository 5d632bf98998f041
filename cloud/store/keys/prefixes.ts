/** What the keys of all that lies in a bucket beside shots begin with. */
export const PREFIXES = {
  /** Payloads that are no picture, and no shot that could be stored. */
  deadLetters: 'dead-letters/',
  /** Pictures that cannot be stored as shots. */
  invalid: 'invalid/',
  /** What operations made of shots. */
  derived: 'derived/',
  /** What was erased, and is not to come back. */
  tombstones: 'tombstones/',
  /** What sinks tell each other. */
  notes: '.vedette/',
} as const;

const MADE_HERE = [PREFIXES.derived, PREFIXES.tombstones, PREFIXES.notes];

/** Whether an object was made here, of shots or about them: nobody has sent it. */
export function isMadeHere(key: string): boolean {
  return MADE_HERE.some((prefix) => key.startsWith(prefix));
}

/** Whether an object lies beside the shots: no template gives such a key. */
export function isBesideShots(key: string): boolean {
  return Object.values(PREFIXES).some((prefix) => key.startsWith(prefix));
}
