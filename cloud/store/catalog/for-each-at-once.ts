/**
 * Does `work` on each item, so many at once. After the first failure, or when `signal` says so, no more are begun; it
 * settles when none is in work.
 */
export async function forEachAtOnce<T>(
  atOnce: number,
  items: readonly T[],
  signal: AbortSignal | undefined,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  let isFailed = false;
  const worker = async () => {
    for (const item of left) {
      if (isFailed || signal?.aborted) return;
      await work(item).catch((error: unknown) => {
        isFailed = true;
        throw error;
      });
    }
  };
  const settled = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  const failure = settled.find((one) => one.status === 'rejected');
  if (failure) throw failure.reason;
}
