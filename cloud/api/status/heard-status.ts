import type { DeviceStatus } from './device-status.ts';

/** A device's word, and when it came by our clock, in ms since the epoch. */
export interface HeardStatus {
  readonly status: DeviceStatus;
  readonly heardAt: number;
}
