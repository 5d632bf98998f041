// The reference's bench.py: where it is, what it needs, one run of it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withFreshFolders } from '../fresh-folder.mjs';
import { specOf } from './spec.mjs';

const PYTHON = '/usr/bin/python3';
const SHARED = fileURLToPath(new URL('../../../shared', import.meta.url));

/** The folder of bench.py; says by name what is missing, and ends the process. */
export function referenceIn(shared = SHARED) {
  const folder = resolve(shared, 'bench/reference');
  for (const file of [PYTHON, '/usr/sbin/mosquitto', join(folder, 'bench.py')]) {
    if (existsSync(file)) continue;
    console.error(`${file} is missing; see bench/README.md for what this benchmark needs`);
    process.exit(2);
  }
  return folder;
}

/**
 * Runs one variant once. Resolves with bench.py's own figures and what `look(folder)` finds in the run's folder, which is
 * gone afterwards. `variant` is one of bench.py's names, the options of Vedette's specification, or nothing where the
 * command has none.
 */
export function runBench(folder, command, variant, flags, look) {
  return withFreshFolders((next) => runIn(next(), folder, command, variant, flags, look));
}

async function runIn(scratch, folder, command, variant, flags, look) {
  let name = variant ?? 'strong';
  if (typeof variant === 'object') {
    name = join(scratch, 'spec.json');
    writeFileSync(name, JSON.stringify(specOf(variant)));
  }
  const runs = join(scratch, 'runs');
  mkdirSync(runs);
  const args = [join(folder, 'bench.py'), command, '--variant', name, '--tmp', runs, '--keep', ...flags];
  const { stdout, stderr } = await output(PYTHON, args);
  const kept = /^kept (.*)$/m.exec(stderr)?.[1];
  const line = stdout.split('\n').find((one) => one.startsWith('{'));
  if (!line || (look && !kept)) throw new Error(`bench.py gave no figures: ${stderr}`);
  const figures = JSON.parse(line);
  if (figures.error) throw new Error(figures.error);
  return { ...figures, ...(look && (await look(kept))) };
}

async function output(program, args) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    stderr += chunk;
  });
  await once(child, 'close');
  return { stdout, stderr };
}
