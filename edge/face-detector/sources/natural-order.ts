/** One fixed locale: the order must not depend on the machine. */
const collator = new Intl.Collator('en', { numeric: true });

/** `frame-2.jpg` before `frame-10.jpg`; names that read the same are told apart by their bytes. */
export function byName(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}
