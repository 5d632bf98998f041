declare module 'aedes-persistence-level' {
  import type { ClassicLevel } from 'classic-level';

  /** aedes types its persistence as `any`; this is what this package gives. */
  export default function createPersistence(database: ClassicLevel): {
    outgoingEnqueueCombi(subscriptions: unknown, packet: unknown): Promise<unknown>;
  };
}
