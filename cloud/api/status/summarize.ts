import { z } from 'zod';
import type { DeviceAnswer } from './describe-device.ts';
import type { LedgerAnswer } from './ledger-rows.ts';

const stateSchema = z.enum(['green', 'amber', 'red']);
type State = z.output<typeof stateSchema>;

export const summaryAnswer = z.object({
  state: stateSchema,
  sentence: z.string(),
  devices: z.int(),
  newestAgeSeconds: z.number().optional(),
  lost: z.int().describe('in the last hour of the books: dropped, and missing'),
  reasons: z.array(z.object({ state: stateSchema, text: z.string(), link: z.string() })),
});

export type Summary = z.output<typeof summaryAnswer>;
type Reason = Summary['reasons'][number];

/** Without a receipt for so long while shots wait, the way to the cloud is not as it should be. */
const NO_RECEIPT_SECONDS = 30;
/** Drops that a policy means to make. */
const MEANT: ReadonlySet<string> = new Set(['too-old']);
const RANK: readonly State[] = ['red', 'amber', 'green'];

export interface Sources {
  readonly devices: readonly DeviceAnswer[];
  /** Of the last hour. */
  readonly ledger: readonly LedgerAnswer[];
  /** Why the broker is not heard. */
  readonly brokerFault: string | undefined;
}

/** The state of the whole in one sentence: the worst that there is, or that all is well. */
export function summarize({ devices, ledger, brokerFault }: Sources): Summary {
  const losses = lossesIn(ledger);
  const reasons: Reason[] = [
    ...losses.map(({ text, state }) => ({ state, text, link: '#/delivery' })),
    ...(brokerFault
      ? [{ state: 'red' as const, text: `the cloud broker is away: ${brokerFault}`, link: '#/devices' }]
      : []),
    ...devices.flatMap(reasonsOf),
  ].sort((a, b) => RANK.indexOf(a.state) - RANK.indexOf(b.state));
  const ages = devices.flatMap(({ newestAgeSeconds }) => newestAgeSeconds ?? []);
  const newest = ages.length > 0 ? { newestAgeSeconds: Math.min(...ages) } : {};
  const [worst] = reasons;
  return {
    state: worst?.state ?? 'green',
    sentence: worst?.text ?? allIsWell(devices.length, newest.newestAgeSeconds),
    devices: devices.length,
    ...newest,
    lost: losses.reduce((sum, { lost }) => sum + lost, 0),
    reasons,
  };
}

function allIsWell(devices: number, newestAgeSeconds: number | undefined): string {
  if (devices === 0) return 'no device yet';
  const newest = newestAgeSeconds === undefined ? 'no picture yet' : `newest picture ${ageText(newestAgeSeconds)} old`;
  return `${devices} ${devices === 1 ? 'device' : 'devices'}, ${newest}, nothing lost`;
}

/** A line a reason, with what it has cost. */
function lossesIn(
  ledger: readonly LedgerAnswer[],
): { readonly text: string; readonly state: State; readonly lost: number }[] {
  const counts = new Map<string, number>();
  const add = (what: string, count: number) => counts.set(what, (counts.get(what) ?? 0) + count);
  for (const { dropped, residues } of ledger) {
    for (const [reason, count] of Object.entries(dropped))
      if (!MEANT.has(reason)) add(`dropped: ${words(reason)}`, count);
    for (const { kind, count, text } of residues) if (kind === 'gap') add(`missing: ${text}`, Math.abs(count));
  }
  return [...counts].map(([what, lost]) => ({
    lost,
    state: 'red',
    text: `${lost} ${lost === 1 ? 'shot' : 'shots'} ${what}`,
  }));
}

function reasonsOf(device: DeviceAnswer): Reason[] {
  const { site, device: name, state, alarms, cameras, waiting = 0, lastReceiptAgeSeconds: age = 0 } = device;
  const texts: string[] = [...alarms];
  if (state === 'offline' || state === 'away') texts.push(state === 'offline' ? 'offline' : 'silent');
  if (state === 'online' && waiting > 0 && age > NO_RECEIPT_SECONDS) {
    texts.push(`no receipt for ${ageText(age)}, ${waiting} ${waiting === 1 ? 'shot' : 'shots'} waiting`);
  }
  for (const { camera, state: seen, reason } of cameras) {
    if (state === 'online' && (seen === 'away' || seen === 'offline')) {
      texts.push(`camera ${camera} is ${seen}${reason === undefined ? '' : `: ${reason}`}`);
    }
  }
  const link = `#/devices/${encodeURIComponent(site)}/${encodeURIComponent(name)}`;
  return texts.map((text) => ({ state: 'amber', text: `${name}: ${text}`, link }));
}

/** `3 s`, `12 min`, `5 h`, `2 d` */
function ageText(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`;
}

function words(reason: string): string {
  return reason.replaceAll('-', ' ');
}
