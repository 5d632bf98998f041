/** What a sweep has removed, or would. */
export interface SweepCounts {
  shots: number;
  /** Payloads that had been put aside. */
  putAside: number;
  /** Of the shots' images, and of those payloads. */
  bytes: number;
}
