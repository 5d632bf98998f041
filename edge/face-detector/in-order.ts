import { asOneError } from '@vedette/core/errors';

export interface Steps<Item, Result> {
  /** Begins with an item; several are in hand at once. */
  begin(item: Item): Promise<Result>;
  /** Takes what came of an item, one after another in the order of the items. */
  take(item: Item, result: Result): Promise<void>;
  /** Something has failed: no more items are wanted. */
  onFailure(): void;
}

/**
 * Begins with each item as soon as it comes, as long as no more than `places` are in hand. Resolves or rejects when none is
 * any more; of several failures, such as that of the items and that of a taking, none hides another.
 */
export async function inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  places: number,
  { begin, take, onFailure }: Steps<Item, Result>,
): Promise<void> {
  const failures = new Set<unknown>();
  const fail = (error: unknown) => {
    failures.add(error);
    onFailure();
  };
  const inHand: Promise<void>[] = [];
  let last = Promise.resolve();
  const takeAfter = async (before: Promise<void>, item: Item) => {
    const [result] = await Promise.all([begin(item), before]);
    await take(item, result);
  };
  try {
    for await (const item of items) {
      last = takeAfter(last, item);
      last.catch(fail);
      inHand.push(last);
      if (inHand.length >= places) await inHand.shift();
    }
  } catch (error) {
    fail(error);
  }
  await Promise.allSettled(inHand);
  if (failures.size > 0) throw asOneError([...failures]);
}
