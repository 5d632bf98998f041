import { type CameraLedger, cameraLedgerSchema } from '@vedette/core/ledger';
import type { MqttMessage } from '@vedette/core/mqtt';
import type { Place } from '@vedette/core/topics';
import type { ForwarderMeter } from '../meter.ts';
import type { Ledger } from './ledger.ts';

const MAX_BYTES = 1 << 18;

/** Takes what detectors say of their own books. */
export class DetectorReports {
  readonly #ledger: Ledger;
  readonly #meter: ForwarderMeter;

  constructor({ ledger, meter }: { readonly ledger: Ledger; readonly meter: ForwarderMeter }) {
    this.#ledger = ledger;
    this.#meter = meter;
  }

  /** A message of a camera's ledger topic. It is in the books when this returns. */
  take(place: Place, { payload }: MqttMessage): void {
    const report = parseReport(payload);
    if (report) this.#ledger.seen(place, report);
    else this.#meter.count('bad_reports');
  }
}

function parseReport(payload: Buffer): CameraLedger | undefined {
  if (payload.length > MAX_BYTES) return undefined;
  try {
    return cameraLedgerSchema.safeParse(JSON.parse(payload.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
