declare module 'aedes-persistence-level' {
  /** What this package gives, so far as it is meant here: aedes types its persistence as `any`. It takes an abstract-level. */
  export default function createPersistence(database: object): {
    /** Undefined before it was set up. */
    readonly broker: { readonly id: string } | undefined;
    outgoingEnqueueCombi(subscriptions: unknown, packet: unknown): Promise<unknown>;
    outgoingUpdate(client: unknown, packet: unknown): Promise<void>;
    outgoingClearMessageId(client: unknown, packet: unknown): Promise<unknown>;
    outgoingStream(client: unknown): AsyncIterable<{ cmd: string; brokerId: string; brokerCounter: number }>;
    storeRetained(packet: { readonly qos: number }): Promise<void>;
    putWill(client: unknown, packet: unknown): Promise<unknown>;
    delWill(client: unknown): Promise<unknown>;
    createRetainedStreamCombi(patterns: unknown): AsyncIterable<unknown>;
  };
}
