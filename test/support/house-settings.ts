import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@vedette/core/testing';
import { cloudConfig, edgeConfig, passwordOf } from './mosquitto.ts';

export type Brokers = 'aedes' | 'mosquitto';

export const SERVICES = ['edge-broker', 'cloud-broker', 'image-sink', 'forwarder', 'face-detector'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** The device of a house, as its identity at the cloud broker. */
const SITE = 'home';
const DEVICE = 'jetson-1';

/** Sections of settings over those that every house has. */
export type Sections = Readonly<Record<string, object>>;

export interface Ports {
  readonly edge: number;
  /** Where devices come. */
  readonly cloud: number;
  /** Where the sink comes; the same but for mosquitto. */
  readonly sink: number;
  /** Of health and metrics. */
  readonly http: ReadonlyMap<ServiceName, number>;
}

export async function findPorts(brokers: Brokers): Promise<Ports> {
  const [edge, cloud] = [await freePort(), await freePort()];
  const http = new Map<ServiceName, number>();
  for (const name of SERVICES) http.set(name, await freePort());
  return { edge, cloud, sink: brokers === 'mosquitto' ? await freePort() : cloud, http };
}

/** Writes vedette.yaml for every service. `linkPort` is where the forwarder finds the cloud broker. */
export function writeSettings(cwd: string, brokers: Brokers, ports: Ports, linkPort: number, over: Sections): void {
  const edgeUrl = `mqtt://127.0.0.1:${ports.edge}`;
  const mine: Sections = {
    edgeBroker: { port: ports.edge },
    cloudBroker: { port: ports.cloud },
    faceDetector: { brokerUrl: edgeUrl },
    forwarder: { edgeUrl, resendAfterSeconds: 1, ...deviceLogin(cwd, brokers, linkPort) },
    imageSink: {
      brokerUrl: `mqtt://127.0.0.1:${ports.sink}`,
      ...sinkLogin(brokers),
      bucket: `file:${join(cwd, 'bucket')}`,
    },
  };
  const sections = Object.entries(mine).map(([name, section]) => [name, { ...section, ...over[name] }]);
  const settings = { site: SITE, device: DEVICE, ...Object.fromEntries(sections) };
  writeFileSync(join(cwd, 'vedette.yaml'), JSON.stringify(settings));
}

function deviceLogin(cwd: string, brokers: Brokers, port: number): object {
  if (brokers === 'aedes') return { cloudUrl: `mqtt://127.0.0.1:${port}` };
  const username = `${SITE}/${DEVICE}`;
  const caFile = join(mosquittoFolder(cwd, 'cloud'), 'ca.crt');
  return { cloudUrl: `mqtts://127.0.0.1:${port}`, username, password: passwordOf(username), caFile };
}

function sinkLogin(brokers: Brokers): object {
  return brokers === 'aedes' ? {} : { username: 'sink', password: passwordOf('sink') };
}

/** Writes the configurations of both mosquittos; their files by service. */
export function writeMosquitto(cwd: string, ports: Ports): Map<ServiceName, string> {
  const edge = mosquittoFolder(cwd, 'edge');
  const cloud = mosquittoFolder(cwd, 'cloud');
  const listeners = { device: ports.cloud, sink: ports.sink };
  return new Map([
    ['edge-broker', edgeConfig(edge, ports.edge)],
    ['cloud-broker', cloudConfig(cloud, listeners, ['sink', 'viewer', `${SITE}/${DEVICE}`])],
  ]);
}

function mosquittoFolder(cwd: string, side: 'edge' | 'cloud'): string {
  const folder = join(cwd, side === 'edge' ? 'data' : 'cloud', 'mosquitto');
  mkdirSync(folder, { recursive: true });
  return folder;
}
