import { type DeviceLedger, deviceLedgerSchema } from './device-ledger.ts';

/** Eight times what a forwarder publishes. */
const MAX_BYTES = 256 << 10;

/** A forwarder's books as they were published; undefined for what this version cannot read. */
export function parseDeviceLedger(payload: Buffer): DeviceLedger | undefined {
  if (payload.length > MAX_BYTES) return undefined;
  try {
    return deviceLedgerSchema.safeParse(JSON.parse(payload.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
