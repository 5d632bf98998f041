// Shots per second into the catalog and CPU ms a shot, beside the plainest way: one INSERT for each into one table, without
// anything that is counted. Then what it takes to find shots among all of them.
// npm run bench -- catalog [SHOTS] [postgres://USER:PASSWORD@HOST:PORT/DATABASE], the database an empty one; without it,
// libsql alone. SHOTS is a million unless given.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openCatalog } from '../cloud/store/dist/index.js';
import { BEGIN, entryOf } from './catalog/entry-of.mjs';
import { withFreshFolders } from './fresh-folder.mjs';

const [shotsText = '1000000', postgresUrl] = process.argv.slice(2);
const SHOTS = Number(shotsText);
const PLAIN = 2_000;
/** As many as the sink has in work; and as many as fill a batch. */
const SINK = { shots: 10_000, atOnce: 128 };
const AT_ONCE = 1_000;
const ASKED = 40;
const CAMERAS = 10;
const HOUR = 3_600_000_000;
const { Client } = createRequire(new URL('../cloud/store/package.json', import.meta.url))('pg');
const Libsql = createRequire(new URL('../cloud/store/package.json', import.meta.url))('libsql');

/** Shots per second and CPU ms of this process a shot. */
async function measure(count, atOnce, add) {
  let next = 0;
  const worker = async () => {
    while (next < count) await add(entryOf(next++, SHOTS));
  };
  const before = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(before);
  return { rate: count / seconds, cpuMs: (user + system) / 1_000 / count };
}

const TABLE =
  'create table plain (id text primary key, camera text, at bigint, label text, score double precision, description text)';
const valuesOf = (entry) => [entry.id, entry.camera, entry.at, entry.label, entry.score, JSON.stringify(entry)];

async function plainLibsql(folder) {
  const database = new Libsql(join(folder, 'plain.db'));
  database.exec('pragma journal_mode = wal');
  database.exec(TABLE);
  const insert = database.prepare('insert into plain values (?, ?, ?, ?, ?, ?)');
  const result = await measure(PLAIN, 1, async (entry) => insert.run(valuesOf(entry)));
  database.close();
  return result;
}

async function plainPostgres(url) {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(TABLE);
  const text = 'insert into plain values ($1, $2, $3, $4, $5, $6)';
  const result = await measure(PLAIN, 1, (entry) => client.query({ name: 'plain', text, values: valuesOf(entry) }));
  await client.query('drop table plain');
  await client.end();
  return result;
}

function questions(catalog) {
  const hour = () => BEGIN + Math.floor(Math.random() * 99) * HOUR;
  const camera = () => `cam${Math.floor(Math.random() * CAMERAS)}`;
  const one = (from) => ({ camera: camera(), from, to: from + HOUR });
  const rare = { minScore: 0.9999 };
  return {
    'an hour of one camera, all of it': () => catalog.shots({ ...one(hour()), limit: 1_000 }),
    'the newest 100': () => catalog.shots(),
    '100 from anywhere': () => catalog.shots({ to: hour() }),
    '100 of a camera, the oldest first': () => catalog.shots({ camera: camera(), from: hour(), order: 'oldest' }),
    '100 of a rare label': () => catalog.shots({ label: 'dog', to: hour() }),
    '100 of a rare label and a camera': () => catalog.shots({ label: 'dog', camera: 'cam0', to: hour() }),
    'none: a label that this camera never had': () => catalog.shots({ label: 'dog', camera: 'cam1' }),
    '100 of a label and a score': () => catalog.shots({ label: 'person', minScore: 0.9, to: hour() }),
    '100 of the first of their tracks': () => catalog.shots({ phase: 'first', to: hour() }),
    'one track': () => catalog.shots({ camera: camera(), track: String(Math.floor((Math.random() * SHOTS) / 80)) }),
    '100 of a score that one of 10,000 has': () => catalog.shots(rare),
    'none of a score that nobody has': () => catalog.shots({ minScore: 1 }),
    '100 tracks': () => catalog.tracks({ to: hour() }),
    'the hours of a day': () => catalog.hours({ from: BEGIN + 24 * HOUR, to: BEGIN + 48 * HOUR }),
    'all cameras': () => catalog.cameras(),
    'all devices': () => catalog.devices(),
  };
}

async function ask(question) {
  const times = [];
  let found = 0;
  for (let i = 0; i < ASKED; i++) {
    const start = performance.now();
    const answer = await question();
    times.push(performance.now() - start);
    found = (answer.items ?? answer).length;
  }
  times.sort((a, b) => a - b);
  return { median: times[ASKED / 2], p95: times[Math.floor(ASKED * 0.95)], found };
}

async function run(name, url, plainWay) {
  const plain = await plainWay();
  const catalog = await openCatalog(url);
  const some = await measure(PLAIN, 1, (entry) => catalog.add(entry));
  const asSink = await measure(SINK.shots, SINK.atOnce, (entry) => catalog.add(entry));
  const all = await measure(SHOTS, AT_ONCE, (entry) => catalog.add(entry));
  const tell = (what, { rate, cpuMs }) =>
    console.log(
      `${name}: ${what}: ${Math.round(rate)}/s (${(rate / plain.rate).toFixed(2)} of plain), ${cpuMs.toFixed(3)} ms of CPU a shot`,
    );
  tell('plain, one at a time', plain);
  tell('catalog, one at a time', some);
  tell(`catalog, ${SINK.atOnce} at once`, asSink);
  tell(`catalog, ${AT_ONCE} at once, ${SHOTS} in all`, all);
  for (const [what, question] of Object.entries(questions(catalog))) {
    const { median, p95, found } = await ask(question);
    console.log(`${name}: ${what} (${found}): ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`);
  }
  await catalog.close();
}

await withFreshFolders(async (next) => {
  const folder = next();
  await run('libsql', `file:${join(folder, 'catalog.db')}`, () => plainLibsql(folder));
});
if (postgresUrl) await run('PostgreSQL', postgresUrl, () => plainPostgres(postgresUrl));
