declare module 'aedes-persistence-level' {
  /** What this package gives, so far as it is meant here: aedes types its persistence as `any`. It takes an abstract-level. */
  export default function createPersistence(database: object): {
    outgoingEnqueueCombi(subscriptions: unknown, packet: unknown): Promise<unknown>;
    storeRetained(packet: { readonly qos: number }): Promise<void>;
    putWill(client: unknown, packet: unknown): Promise<unknown>;
    delWill(client: unknown): Promise<unknown>;
    createRetainedStreamCombi(patterns: unknown): AsyncIterable<unknown>;
  };
}
