/** More than this share of what there is: a rule that was mistyped, a clock, or a catalog that lacks what is in the bucket. */
const MUCH = 0.5;

/** Whether so many of all are not to go before a person has looked. */
export function isMuch(due: number, all: number): boolean {
  return due > all * MUCH;
}
