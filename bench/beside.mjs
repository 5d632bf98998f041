// Vedette beside the strong Python pipeline (and the 2019 one), by the reference's own bench.py.
//   npm run bench -- beside fault [--kill NAME|random] [--seed N] [--broker aedes|mosquitto] [--bytes-of message|image]
//   npm run bench -- beside run --input FOLDER-OF-JPEGS --model YUNET.onnx [--rate 10 (0: flat out)] [--frames 200]
//     [--vedette-model YUNET.onnx]: the same net in a file whose input is free; OpenCV frees that of the other by itself
//   npm run bench -- beside table FILE.jsonl…          prints the tables of earlier results
// The first two: [--variants strong,vedette] [--reps 1] [--shared ../shared] [--out FILE.jsonl]

import { randomInt } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { booksOf } from './beside/books.mjs';
import { costsOf } from './beside/costs.mjs';
import { freshnessOf } from './beside/freshness.mjs';
import { formatKills, KILLABLE, planKills } from './beside/kills.mjs';
import { ledgerOf } from './beside/ledger.mjs';
import { messageLegOf } from './beside/message-leg.mjs';
import { referenceIn, runBench } from './beside/reference.mjs';
import { faultTable, runTable, tablesOf } from './beside/tables.mjs';

const FAULT_LINK = '0 rate=0 delay=10; 10 cut; 30 up rate=2M';

/** What a killed sink had in work is sent again after resendAfterSeconds; so long, in seconds, is waited for stragglers. */
const QUIET = '60';

const text = { type: 'string' };
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ...{ kill: text, seed: text, input: text, shared: text, out: text, model: text, link: text, profile: text },
    variants: { ...text, default: 'strong,vedette' },
    reps: { ...text, default: '1' },
    broker: { ...text, default: 'aedes' },
    'bytes-of': { ...text, default: 'message' },
    'vedette-model': text,
    seconds: { ...text, default: '60' },
    rate: { ...text, default: '10' },
    frames: { ...text, default: '200' },
  },
});
const [command, ...files] = positionals;
const reference = command === 'table' ? undefined : referenceIn(values.shared);

/** `vedette`, or `vedette-320` where the model sees frames of no more than so many pixels a side. */
function vedette(variant, kills = '') {
  const { broker, profile } = values;
  const name = [variant, broker === 'aedes' ? '' : broker, kills && 'killed'].filter(Boolean).join(' ');
  return { name, broker, bytesOf: values['bytes-of'], kills, profile, maxSide: variant.split('-')[1] };
}

async function fault(variant) {
  const seconds = Number(values.seconds);
  const link = values.link ?? FAULT_LINK;
  const patience = values.kill ? ['--quiet', QUIET] : [];
  const flags = ['--link', link, '--secs', values.seconds, '--drain', '120', ...patience];
  const fresh = (run) => ({ fresh: freshnessOf(join(run, 'log'), { linkUp: lastUpOf(link), seconds }) });
  if (variant !== 'vedette') return runBench(reference, 'fault', variant, flags, fresh);
  const seed = Number(values.seed ?? randomInt(2 ** 31));
  const kills = planKills(values.kill, seed, seconds);
  const plan = formatKills(kills);
  const books = (run) => ({ books: booksOf(run), ledger: ledgerOf(run) });
  const figures = await runBench(reference, 'fault', vedette(variant, plan), flags, (run) => ({
    ...fresh(run),
    ...books(run),
  }));
  return { ...figures, ...(kills.length > 0 ? { seed, kills: plan } : {}), bytesOf: values['bytes-of'] };
}

/** When the link's script brings it up for the last time, in seconds; 0 if it is never down. */
function lastUpOf(link) {
  const steps = link.split(';').map((step) => step.trim().split(' '));
  return Number(steps.findLast(([, ...words]) => words.includes('up'))?.[0] ?? 0);
}

function run(variant) {
  const { rate, frames, link } = values;
  const isOurs = variant.startsWith('vedette');
  const model = pathOf(isOurs && values['vedette-model'] ? 'vedette-model' : 'model');
  const camera = ['--rate', rate, '--frames', frames, '--input', pathOf('input'), '--model', model];
  const flags = [...camera, ...(link ? ['--link', link] : [])];
  const look = (files) => {
    const log = join(files, 'log');
    return { leg: messageLegOf(log), ...(isOurs ? { costs: costsOf(log) } : {}) };
  };
  return runBench(reference, 'run', isOurs ? vedette(variant) : variant, flags, look);
}

/** What a flag names, for processes that run in other folders; ends the process where it is missing. */
function pathOf(flag) {
  const path = resolve(values[flag]);
  if (existsSync(path)) return path;
  console.error(`--${flag}: there is no ${path}`);
  process.exit(2);
}

async function measureAll(measure) {
  const results = [];
  for (let rep = 1; rep <= Number(values.reps); rep++) {
    for (const variant of values.variants.split(',')) {
      const result = { ...(await measure(variant)), rep, at: new Date().toISOString() };
      results.push(result);
      if (values.out) appendFileSync(values.out, `${JSON.stringify(result)}\n`);
      console.error(JSON.stringify(result));
    }
  }
  return results;
}

const readResults = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const isKill = !values.kill || values.kill === 'random' || KILLABLE.includes(values.kill);
const commands = {
  fault: async () => faultTable(await measureAll(fault)),
  run: async () => runTable(await measureAll(run)),
  table: async () => tablesOf(files.flatMap(readResults)),
};
if (!commands[command] || !isKill || (command === 'run' && !(values.input && values.model))) {
  console.error(
    `give fault, run --input FOLDER --model FILE, or table FILE; --kill takes random, ${KILLABLE.join(', ')}`,
  );
  process.exit(2);
}
console.log(await commands[command]());
