import { join } from 'node:path';
import { eventually, type FaultProxy, faultProxy, temporaryFolder } from '@vedette/core/testing';
import { describe } from 'vitest';
import { Camera } from './camera.ts';
import {
  acrossCable,
  type Brokers,
  findPorts,
  limitCloudMessages,
  SERVICES,
  type Sections,
  type ServiceName,
  writeMosquitto,
  writeSettings,
} from './house-settings.ts';
import { metric } from './metrics.ts';
import { HAS_MOSQUITTO_AND_TOOLS } from './mosquitto.ts';
import type { NetworkNamespace } from './network-namespace.ts';
import { type Running, run } from './running.ts';
import { vedette } from './vedette.ts';

/** The same tests over our brokers and over mosquitto with the configurations that are shipped for it. */
export function describeOverBothBrokers(what: string, tests: (brokers: Brokers) => void): void {
  describe(`${what}, over aedes`, () => tests('aedes'));
  const title = `${what}, over mosquitto (needs mosquitto and openssl)`;
  describe.skipIf(!HAS_MOSQUITTO_AND_TOOLS)(title, () => tests('mosquitto'));
}

interface HouseOptions {
  readonly brokers: Brokers;
  readonly settings?: Sections;
  /** Of every process. */
  readonly env?: Record<string, string>;
  /** Where everything is kept: in data/ and bucket/. */
  readonly cwd?: string;
  /** Where cloud broker and sink are: on this host unless given; for our own brokers. */
  readonly cloud?: NetworkNamespace;
}

/** Each service in a process of its own, and between forwarder and cloud broker a link that breaks at will. */
export interface House {
  readonly link: FaultProxy;
  readonly camera: Camera;
  /** Folder of the bucket. */
  readonly bucket: string;
  readonly cwd: string;
  /** Of the edge broker. */
  readonly edgeUrl: string;
  start(...names: ServiceName[]): void;
  running(name: ServiceName): Running;
  /** kill -9, and the end of it. */
  kill(name: ServiceName): Promise<void>;
  /** Waits until forwarder and sink have all that they need. */
  ready(): Promise<void>;
  /** What a service says that it waits for; nothing while it is ready. */
  trouble(name: ServiceName): Promise<string>;
  isReady(name: ServiceName): Promise<boolean>;
  metric(service: ServiceName, name: string, label?: string): Promise<number>;
  /** The longest message that the cloud broker takes, from its next start on. */
  limitCloudMessages(bytes: number): void;
}

/** Writes the settings, and starts nothing yet. */
export async function layHouse(options: HouseOptions): Promise<House> {
  const { brokers, env = {}, cwd = temporaryFolder(), settings = {}, cloud } = options;
  const ports = await findPorts(brokers);
  const link = await faultProxy(ports.cloud);
  const mosquitto = brokers === 'mosquitto' ? writeMosquitto(cwd, ports) : undefined;
  writeSettings(cwd, brokers, ports, link.port, cloud ? acrossCable(cloud.address, ports.cloud, settings) : settings);
  const processes = new Map<ServiceName, Running>();
  const hostOf = (name: ServiceName) => (isInCloud(name) && cloud ? cloud.address : '127.0.0.1');
  const http = (name: ServiceName) => `http://${hostOf(name)}:${ports.http.get(name)}`;

  function spawn(name: ServiceName): Running {
    const config = mosquitto?.get(name);
    if (config !== undefined) return run(name, '/usr/sbin/mosquitto', ['-c', config], { cwd, env });
    const { hostname, port } = new URL(http(name));
    const within = isInCloud(name) ? (cloud?.command ?? []) : [];
    return vedette([name], { cwd, within, env: { ...env, VEDETTE_HTTP_HOST: hostname, VEDETTE_HTTP_PORT: port } });
  }
  function running(name: ServiceName): Running {
    const found = processes.get(name);
    if (!found) throw new Error(`${name} was not started`);
    return found;
  }
  async function trouble(name: ServiceName): Promise<string> {
    const answer = await fetch(`${http(name)}/readyz`).catch(() => undefined);
    if (!answer) return 'it does not answer';
    const { waiting } = (await answer.json()) as { waiting: readonly { readonly reason: string }[] };
    return waiting.map(({ reason }) => reason).join('; ');
  }
  const isReady = async (name: ServiceName) => (await trouble(name)) === '';
  const edgeUrl = `mqtt://127.0.0.1:${ports.edge}`;
  return {
    ...{ link, cwd, edgeUrl, running, trouble, isReady },
    camera: new Camera(edgeUrl, { cwd, env }),
    bucket: join(cwd, 'bucket'),
    start: (...names) => {
      for (const name of names) processes.set(name, spawn(name));
    },
    async kill(name) {
      running(name).kill('SIGKILL');
      await running(name).exit;
    },
    async ready() {
      for (const name of ['forwarder', 'image-sink'] as const) {
        await eventually(`${name} is ready`, () => isReady(name), 30_000).catch((error) => {
          const said = [...processes].map(([who, { stderr }]) => `${who}:\n${stderr()}`);
          throw new Error(`${error.message}\n${said.join('\n')}`);
        });
      }
    },
    metric: (service, name, label) => metric(http(service), name, label),
    limitCloudMessages: (bytes) => limitCloudMessages(cwd, mosquitto?.get('cloud-broker'), bytes),
  };
}

function isInCloud(name: ServiceName): boolean {
  return name === 'cloud-broker' || name === 'image-sink';
}

/** A house with all but the detector running and ready. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const house = await layHouse(options);
  house.start(...SERVICES.filter((name) => name !== 'face-detector'));
  await house.ready();
  return house;
}
