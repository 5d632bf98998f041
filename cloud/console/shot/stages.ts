import type { StoredShot } from '../api/shapes.ts';

export interface Stage {
  readonly name: string;
  /** What it means, for who asks. */
  readonly meaning: string;
  /** In ms since the epoch, UTC. */
  readonly at: number;
  /** Since the stage before; negative where the clocks of device and cloud differ by more. */
  readonly afterMs?: number;
}

const DETECTED = { name: 'Detected', meaning: "found, cut out and published, by the device's clock" };
const MADE = {
  face: DETECTED,
  object: DETECTED,
  frame: { name: 'Taken in', meaning: 'a picture that came as it is' },
};

/**
 * What is known of a shot's way: when it was captured, when it was cut out and sent off (its id is made then, and has the
 * time in it), and when its object was stored. The first two are by the device's clock, the last by the cloud's.
 */
export function stagesOf(shot: StoredShot): Stage[] {
  const stages: Stage[] = [
    { name: 'Captured', meaning: "the camera's picture, by the device's clock", at: Date.parse(shot.at) },
    { ...MADE[shot.kind], at: timeInId(shot.id) },
    {
      name: 'Stored',
      meaning: "sent, received and written to the bucket, by the cloud's clock",
      at: Date.parse(shot.storedAt),
    },
  ];
  return stages.map((stage, index) => {
    const before = stages[index - 1];
    return before ? { ...stage, afterMs: stage.at - before.at } : stage;
  });
}

/** The first 48 bits of a UUIDv7 are ms since the epoch (RFC 9562). */
function timeInId(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}
