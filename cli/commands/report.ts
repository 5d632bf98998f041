import { resolve } from 'node:path';
import { ConfigError, ResourceError, VedetteError } from '@vedette/core/errors';
import { type DeviceLedger, RESIDUES, withoutZeros } from '@vedette/core/ledger';
import { createLogger } from '@vedette/core/observe';
import { topicsUnder } from '@vedette/core/topics';
import { readDeviceLedger } from '@vedette/forwarder/ledger';
import { type Command, InvalidArgumentError } from 'commander';
import { compare, type ReportRow, selectRows } from '../report/compare.ts';
import { countForgotten } from '../report/count-forgotten.ts';
import { countStored } from '../report/count-stored.ts';
import { heardOf } from '../report/heard-of.ts';
import { sumResidues } from '../report/sum-up.ts';
import { formatTable } from '../report/table.ts';
import { brokerUrl } from '../settings/broker-url.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import { addLoginFlags, type LoginFlags, loginFrom } from '../settings/login-flags.ts';
import type { Settings } from '../settings/schema.ts';
import { wholeNumber } from '../settings/whole-number.ts';

const DEFAULT_MINUTES = 60;
const BY_KEYS_ALONE =
  'there is no catalog, so what lies in the bucket in a layout before that of today was not counted; `vedette reindex` makes one';

interface ReportOptions extends LoginFlags {
  readonly broker?: string;
  readonly minutes?: number;
  readonly since?: number;
  readonly camera?: string;
  readonly json?: boolean;
}

/** `vedette report`: what became of every sighting, by camera and minute. Fails where the books do not close. */
export function addReportCommand(program: Command): void {
  const report = program
    .command('report')
    .description('what became of every sighting, by camera and minute of capture; exit code 1 if something is missing')
    .option('-b, --broker <url>', 'read the books that are retained there, not those in the data folder', brokerUrl)
    .option('-m, --minutes <n>', `what changed in the last minutes (default: ${DEFAULT_MINUTES})`, wholeNumber)
    .option('--since <time>', 'what changed since, e.g. 2026-11-20T22:00Z', time)
    .option('--camera <name>', 'one camera alone')
    .option('--json', 'JSON lines');
  addLoginFlags(report);
  addSettingFlags(report, ['data', 'bucket', 'catalog', 'site', 'device']).action(
    async ({ camera, ...options }: ReportOptions) => {
      const settings = loadSettings({ ...options });
      const ledgers = await readLedgers(options, settings);
      const since = options.since ?? Date.now() - (options.minutes ?? DEFAULT_MINUTES) * 60_000;
      const rows = selectRows(ledgers, { since, camera });
      const stored = await countStored(settings, rows);
      const forgotten = stored && (await countForgotten(settings, rows));
      const report = compare(rows, Date.now(), stored?.count, forgotten);
      if (rows.length === 0) sayWhy(ledgers, camera);
      print(report, options);
      complain(report, stored?.isByKeysAlone);
    },
  );
}

function time(text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new InvalidArgumentError('it must be a time as 2026-11-20T22:00Z.');
  return ms;
}

async function readLedgers(options: ReportOptions, settings: Settings): Promise<DeviceLedger[]> {
  if (options.broker === undefined) {
    const ledger = readDeviceLedger(settings.data, { site: settings.site, device: settings.device });
    if (ledger) return [ledger];
    const advice = "name a forwarder's data folder with --data, or a broker with --broker";
    throw new ConfigError(`there is no ledger in ${resolve(settings.data)}; ${advice}`);
  }
  const { level, format } = settings.log;
  const log = createLogger({ level: level === 'auto' ? 'warn' : level, format });
  const { readRetained } = await import('../report/retained-ledgers.ts');
  const link = { url: options.broker, ...loginFrom(options, options.broker) };
  const ledgers = await readRetained(link, topicsUnder(settings.root), log);
  if (ledgers.length === 0) throw new ResourceError('no forwarder has published its ledger at this broker');
  for (const line of heardOf(ledgers, Date.now())) console.error(`vedette: ${line}`);
  return ledgers;
}

function print(rows: readonly ReportRow[], { json }: ReportOptions): void {
  if (json) for (const row of rows) console.log(JSON.stringify({ ...withoutZeros(row), residues: row.residues }));
  else console.log(rows.length === 0 ? 'Nothing has changed in this time.' : formatTable(rows));
}

/** Of an empty report: a name may be wrong, or the time too short. */
function sayWhy(ledgers: readonly DeviceLedger[], camera: string | undefined): void {
  const cameras = new Set(ledgers.flatMap((ledger) => ledger.cameras.map((one) => one.camera)));
  const isKnown = camera === undefined || cameras.has(camera);
  const known = [...cameras].sort().join(', ');
  if (isKnown) console.error('vedette: --minutes or --since looks further back');
  else console.error(`vedette: no camera ${camera} in the books${known === '' ? '' : `, which are of ${known}`}`);
}

function complain(rows: readonly ReportRow[], isByKeysAlone = false): void {
  const gaps = rows.flatMap(({ residues }) => residues).filter(({ kind }) => kind === 'gap');
  if (gaps.length === 0) return;
  if (isByKeysAlone && gaps.some(({ name }) => name === 'lost-in-bucket')) console.error(`vedette: ${BY_KEYS_ALONE}`);
  const told = sumResidues(gaps)
    .map(({ name, count }) => `${count} ${RESIDUES[name]}`)
    .join('; ');
  throw new VedetteError(`the books do not close: ${told}`);
}
