import type { Page } from '@vedette/store';
import { z } from 'zod';

export function pageAnswer<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().optional().describe('the `cursor` of the next page') });
}

/** The same page with each of its items told otherwise. */
export function mapPage<T, U>({ items, ...rest }: Page<T>, tell: (item: T) => U) {
  return { ...rest, items: items.map(tell) };
}
