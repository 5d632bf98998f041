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
} as const;

/** Whether an object was made here, of shots or about them: nobody has sent it. */
export function isMadeHere(key: string): boolean {
  return key.startsWith(PREFIXES.derived) || key.startsWith(PREFIXES.tombstones);
}

/** Whether an object lies beside the shots: no template gives such a key. */
export function isBesideShots(key: string): boolean {
  return Object.values(PREFIXES).some((prefix) => key.startsWith(prefix));
}
