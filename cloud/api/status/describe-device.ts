import type { CatalogCamera } from '@vedette/store';
import { z } from 'zod';
import { isoOf, isoTime } from '../shapes/times.ts';
import type { HeardStatus } from './heard-status.ts';

/** A device says its status every 30 s; so long after the last time it is away. */
const AWAY_MS = 100_000;

export const deviceAnswer = z.object({
  site: z.string(),
  device: z.string(),
  state: z
    .enum(['online', 'away', 'offline', 'unknown'])
    .describe('away: it was online, and has said nothing since; unknown: it has shots, and was never heard'),
  software: z.string().optional(),
  cameras: z.array(
    z.object({
      camera: z.string(),
      state: z.string().describe('running, away, stopped, offline, or unknown'),
      reason: z.string().optional(),
      source: z.string().optional(),
      model: z.string().optional(),
      provider: z.string().optional(),
      shots: z.int(),
      newestAt: isoTime.optional(),
    }),
  ),
  lastSeenAt: z.iso.datetime().optional().describe('when it last said something, by the clock of this server'),
  lastReceiptAgeSeconds: z.number().optional(),
  waiting: z.int().optional().describe('shots without a receipt'),
  inFlight: z.int().optional(),
  newestAt: isoTime.optional(),
  newestAgeSeconds: z.number().optional(),
  alarms: z.array(z.string()),
});

export type DeviceAnswer = z.output<typeof deviceAnswer>;

/** A device by its own word and by what is stored of it; `now` in ms since the epoch. One of both is there. */
export function describeDevice(
  { site, device }: Pick<DeviceAnswer, 'site' | 'device'>,
  heard: HeardStatus | undefined,
  cameras: readonly CatalogCamera[],
  now: number,
): DeviceAnswer {
  const newest = Math.max(0, ...cameras.map(({ lastAt = 0 }) => lastAt));
  const { software, forwarder, alarms = [] } = heard?.status ?? {};
  return {
    ...{ site, device, state: stateOf(heard, now), alarms, cameras: describeCameras(heard, cameras) },
    ...(software === undefined ? {} : { software }),
    ...(heard ? { lastSeenAt: new Date(heard.heardAt).toISOString() } : {}),
    ...(forwarder ? { waiting: forwarder.waiting, inFlight: forwarder.inFlight } : {}),
    ...(heard ? receiptAge(heard, now) : {}),
    ...(newest > 0 ? { newestAt: isoOf(newest), newestAgeSeconds: Math.max(0, now - newest / 1_000) / 1_000 } : {}),
  };
}

function stateOf(heard: HeardStatus | undefined, now: number): DeviceAnswer['state'] {
  if (!heard) return 'unknown';
  if (heard.status.state === 'offline') return 'offline';
  return now - heard.heardAt > AWAY_MS ? 'away' : 'online';
}

/** The device's own clock measures up to its word, ours from then on. */
function receiptAge({ status: { at, forwarder }, heardAt }: HeardStatus, now: number) {
  const last = forwarder?.lastReceiptAt;
  if (at === undefined || last === undefined || last === null) return {};
  return { lastReceiptAgeSeconds: Math.max(0, Date.parse(at) - Date.parse(last) + now - heardAt) / 1_000 };
}

/** What the device says of its cameras, and those that have shots. */
function describeCameras(heard: HeardStatus | undefined, stored: readonly CatalogCamera[]): DeviceAnswer['cameras'] {
  const cameras = new Map<string, DeviceAnswer['cameras'][number]>();
  for (const { camera, shots, lastAt } of stored) {
    const newest = lastAt === undefined ? {} : { newestAt: isoOf(lastAt) };
    cameras.set(camera, { camera, state: 'unknown', shots, ...newest });
  }
  for (const said of Object.values(heard?.status.cameras ?? {})) {
    cameras.set(said.camera, { shots: 0, ...cameras.get(said.camera), ...said });
  }
  return [...cameras.values()].sort((a, b) => (a.camera < b.camera ? -1 : 1));
}
