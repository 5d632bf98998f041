// How long `vedette api` takes for pages of 100 shots among a million, as its client waits for them; and small pictures a
// second by signed addresses, made for the first time and again, beside sharp alone on the same pictures.
// npm run bench -- api-pages [--shots 1000000] [--shared ../shared] [--asked 60]
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { openCatalog } from '../cloud/store/dist/index.js';
import { BEGIN, entryOf } from './catalog/entry-of.mjs';
import { cpuOf } from './delivery/process-cost.mjs';
import { withFreshFolders } from './fresh-folder.mjs';

const text = { type: 'string' };
const { values } = parseArgs({
  options: {
    shots: { ...text, default: '1000000' },
    asked: { ...text, default: '60' },
    shared: { ...text, default: fileURLToPath(new URL('../../shared', import.meta.url)) },
  },
});
const SHOTS = Number(values.shots);
const ASKED = Number(values.asked);
const FILL_AT_ONCE = 1_000;
const HOUR = 3_600_000_000;
/** Small pictures that a client asks for at once, as a browser does. */
const CLIENTS = 6;
const PICTURES = 240;
const HEIGHT = 240;
const VEDETTE = fileURLToPath(new URL('../cli/bin/vedette.js', import.meta.url));

async function fill(data) {
  const catalog = await openCatalog(`file:${join(data, 'catalog.db')}`);
  let next = 0;
  const worker = async () => {
    while (next < SHOTS) await catalog.add(entryOf(next++, SHOTS));
  };
  await Promise.all(Array.from({ length: FILL_AT_ONCE }, worker));
  await catalog.close();
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function serve(data) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = ['--set', 'api.requestsPerMinute=1000000', '--log-level', 'error'];
  const child = spawn(process.execPath, [VEDETTE, 'api', '--data', data, '--http-port', String(port), ...settings], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  while (
    !(await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await sleep(50);
  return { url, pid: child.pid, stop: () => child.kill() };
}

/** Pages as people ask for them, at random. */
const PAGES = {
  'the newest': () => '',
  'an hour': () => anHour(hour()),
  'a camera, before a time': () => `device=pole-7&camera=cam${dice(10)}&to=${hour()}`,
  'a label, before a time': () => `label=person&to=${hour()}`,
  'a rare label': () => 'label=dog',
  'the surest tenth, before a time': () => `minScore=0.9&to=${hour()}`,
  'the oldest first': () => `order=oldest&from=${hour()}`,
};

function anHour(from) {
  return `from=${from}&to=${from + HOUR}`;
}

/** Neither the first nor the last: there are shots before it and behind it. */
function hour() {
  return BEGIN + (1 + dice(98)) * HOUR;
}

function dice(sides) {
  return Math.floor(Math.random() * sides);
}

async function timePages({ url, pid }) {
  const all = [];
  for (const [name, query] of Object.entries(PAGES)) {
    const times = [];
    const cpu = cpuOf(pid);
    for (let i = 0; i < ASKED; i++) {
      const start = performance.now();
      const answer = await fetch(`${url}/api/shots?limit=100&${query()}`);
      const { items } = await answer.json();
      times.push(performance.now() - start);
      if (items.length === 0) throw new Error(`no shots for ${name}`);
    }
    all.push(...times);
    say(name, times, (cpuOf(pid) - cpu) / ASKED);
  }
  say('all of them', all);
}

function say(name, times, cpuMs) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1).padStart(6);
  const cpu = cpuMs === undefined ? '' : `, ${cpuMs.toFixed(1)} CPU ms a page`;
  console.log(`${name.padEnd(32)} p50 ${at(0.5)} ms, p95 ${at(0.95)} ms${cpu}`);
}

/** Uploads pictures, and gives the addresses of their small ones. */
async function bringPictures({ url }, pictures) {
  const addresses = [];
  for (let i = 0; i < PICTURES; i++) {
    const { type, data } = pictures[i % pictures.length];
    const answer = await fetch(`${url}/api/images`, { method: 'POST', body: data, headers: { 'content-type': type } });
    addresses.push(`${url}${(await answer.json()).links.thumbnail}`);
  }
  return addresses;
}

async function rateOf(count, atOnce, work) {
  let next = 0;
  const client = async () => {
    while (next < count) await work(next++);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, client));
  return count / ((performance.now() - start) / 1_000);
}

async function timeViews(server) {
  const folder = join(values.shared, 'testdata', 'images');
  const types = { '.jpg': 'image/jpeg', '.png': 'image/png' };
  const pictures = readdirSync(folder).flatMap((file) => {
    const type = types[file.slice(-4)];
    return type ? [{ type, data: readFileSync(join(folder, file)) }] : [];
  });
  const addresses = await bringPictures(server, pictures);
  const get = async (i) => (await fetch(addresses[i])).arrayBuffer();
  const bare = await rateOf(PICTURES, CLIENTS, (i) =>
    sharp(pictures[i % pictures.length].data)
      .autoOrient()
      .resize({ width: 4 * HEIGHT, height: HEIGHT, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 75 })
      .toBuffer(),
  );
  const made = await rateOf(PICTURES, CLIENTS, get);
  const again = await rateOf(PICTURES, CLIENTS, get);
  console.log(
    `small pictures: ${bare.toFixed(0)}/s by sharp alone in memory, ${made.toFixed(0)}/s made, ${again.toFixed(0)}/s again`,
  );
}

await withFreshFolders(async (next) => {
  const data = next();
  const start = performance.now();
  await fill(data);
  console.log(`${SHOTS} shots are in the catalog after ${((performance.now() - start) / 1_000).toFixed(0)} s`);
  const server = await serve(data);
  try {
    await timePages(server);
    await timeViews(server);
  } finally {
    server.stop();
  }
});
