import type { LinkOptions } from '@vedette/core/mqtt';

/** When, as whom and for what one of several sinks comes to the broker. */
export interface WayIn {
  /** Why it may not come now. */
  readonly fault: string | undefined;
  /** What may be the matter where the broker cuts it off after each connect, for people. */
  readonly rival: string;
  /** Waits until it may. */
  hold(signal: AbortSignal): Promise<void>;
  session(): Partial<Pick<LinkOptions, 'clientId' | 'durable' | 'subscribe'>>;
  /** It has come to the broker, and its filters stand. */
  arrive(): void;
  /** It has left the broker, or did not get there; another one may come. */
  leave(): Promise<void>;
}
