import type { DeviceLedger } from '@vedette/core/ledger';

/** A forwarder says its books every other minute at least. */
const STALE_MS = 5 * 60_000;

/** Which devices' books there are, one line each: how old they are (`now` in ms since the epoch), and what is not in them. */
export function heardOf(ledgers: readonly DeviceLedger[], now: number): string[] {
  return ledgers.map(({ site, device, at, omitted }) => {
    const ageMs = Math.max(0, now - at);
    const age = ageMs < STALE_MS ? `books of ${ageOf(ageMs)} ago` : `last heard of ${ageOf(ageMs)} ago`;
    const rest = omitted > 0 ? `; ${omitted} more rows are in its data folder alone` : '';
    return `${site}/${device}: ${age}${rest}`;
  });
}

function ageOf(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}
