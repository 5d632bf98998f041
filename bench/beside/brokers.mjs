// Either broker of either side in a process of its own: ours as it is shipped, or mosquitto.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Supervised, service } from './supervise.mjs';

const MOSQUITTO = '/usr/sbin/mosquitto';
/** The settings that lose least, as the reference's own driver gives them to its brokers. */
const TUNED = ['max_queued_messages 0', 'max_inflight_messages 200', 'set_tcp_nodelay true', 'autosave_interval 60'];

/** `name` is `edge-broker` or `cloud-broker`, `kind` aedes or mosquitto. Resolves when it listens. */
export async function startBroker(kind, name, { port, data, log, profile }) {
  const broker =
    kind === 'mosquitto'
      ? startMosquitto(name, { port, data, log })
      : await service(name, {
          flags: [`--${name.replace('broker', 'port')}`, String(port), '--data', data],
          ...{ log, profile },
        });
  await broker.untilReady();
  while (!(await listens(port))) await sleep(30);
  return broker;
}

function startMosquitto(name, { port, data, log }) {
  if (!existsSync(MOSQUITTO)) throw new Error(`${MOSQUITTO} is missing: install mosquitto`);
  const folder = `${data}/${name}`;
  mkdirSync(folder, { recursive: true });
  const config = `${folder}.conf`;
  const lines = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'user root', 'log_dest stderr', ...TUNED];
  writeFileSync(config, [...lines, 'persistence true', `persistence_location ${folder}/`, ''].join('\n'));
  return new Supervised(name, [MOSQUITTO, '-c', config], { log });
}

function listens(port) {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
