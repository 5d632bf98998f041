// Processes as a supervisor keeps them: each is started again when it ends by itself or is killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROGRAM, SHIPPED_ENV, SHIPPED_FLAGS } from './shipped.mjs';

const READY_MS = 30_000;
/** As systemd's RestartSec might be; a kill shows as a gap of about this long. */
const RESTART_MS = 300;

export class Supervised {
  #isStopping = false;
  #child;
  #options;

  /**
   * `command` is the program and its arguments; `httpUrl` is where its health is asked; `onStart(child)` after each start.
   * `env` comes on top of ours. `profile` is a folder for the CPU profile of a program of Node's.
   */
  constructor(name, command, { log, httpUrl, onStart = () => undefined, env, profile }) {
    const [program, ...args] = command;
    this.name = name;
    this.restarts = 0;
    const profiling = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`, `--cpu-prof-name=${name}.cpuprofile`] : [];
    const output = openSync(`${log}/${name}.log`, 'a');
    this.#options = { program, args: [...profiling, ...args], httpUrl, onStart, output, env };
    this.#start();
  }

  get pid() {
    return this.#child.pid;
  }

  get child() {
    return this.#child;
  }

  kill() {
    this.#child.kill('SIGKILL');
  }

  /** It can do its work. */
  untilReady() {
    return this.#until('readyz');
  }

  /** It has started, though it may wait for others. */
  untilAlive() {
    return this.#until('healthz');
  }

  async #until(path) {
    const { httpUrl } = this.#options;
    const until = performance.now() + READY_MS;
    while (httpUrl && !(await answers(`${httpUrl}/${path}`))) {
      if (performance.now() > until) throw new Error(`${this.name}: no good answer from /${path} after ${READY_MS} ms`);
      await sleep(50);
    }
  }

  async stop() {
    this.#isStopping = true;
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.stdin.end();
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(late);
  }

  #start() {
    const { program, args, output, onStart, env } = this.#options;
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', output], env: { ...process.env, ...env } });
    child.stdin.on('error', () => undefined); // it was killed while it was being told something
    this.#child = child;
    child.once('exit', async () => {
      if (this.#isStopping) return;
      await sleep(RESTART_MS);
      if (this.#isStopping) return;
      this.restarts += 1;
      this.#start();
    });
    onStart(child);
  }
}

function answers(url) {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** A service of ours in a process of its own, as `vedette NAME` is shipped, or by `script` where a hook has to be set. */
export async function service(name, { flags, log, script, profile, onStart = drain }) {
  const http = await freePort();
  const command = script ? [script] : [PROGRAM, name];
  const args = [...SHIPPED_FLAGS, ...command, ...flags, '--http-port', String(http)];
  const httpUrl = `http://127.0.0.1:${http}`;
  return new Supervised(name, [process.execPath, ...args], {
    ...{ log, httpUrl, profile, onStart },
    env: SHIPPED_ENV,
  });
}

/** What it prints is not read by anybody, and must not fill the pipe. */
function drain(child) {
  child.stdout.resume();
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
