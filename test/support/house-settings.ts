import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@vedette/core/testing';
import { cloudConfig, edgeConfig, passwordOf } from './mosquitto.ts';

export type Brokers = 'aedes' | 'mosquitto';

export const SERVICES = ['edge-broker', 'cloud-broker', 'image-sink', 'forwarder', 'face-detector'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** The device of a house. */
export const HOME = { site: 'home', device: 'jetson-1' };
/** Its name at the cloud broker. */
const IDENTITY = `${HOME.site}/${HOME.device}`;

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
  const settings = { ...HOME, ...Object.fromEntries(sections) };
  writeFileSync(join(cwd, 'vedette.yaml'), JSON.stringify(settings));
}

function deviceLogin(cwd: string, brokers: Brokers, port: number): object {
  if (brokers === 'aedes') return { cloudUrl: `mqtt://127.0.0.1:${port}` };
  const caFile = join(mosquittoFolder(cwd, 'cloud'), 'ca.crt');
  return { cloudUrl: `mqtts://127.0.0.1:${port}`, username: IDENTITY, password: passwordOf(IDENTITY), caFile };
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
    ['cloud-broker', cloudConfig(cloud, listeners, ['sink', 'viewer', IDENTITY])],
  ]);
}

/** The longest message that the cloud broker takes from its next start on; `mosquitto` is its file, if it is one. */
export function limitCloudMessages(cwd: string, mosquitto: string | undefined, maxMessageBytes: number): void {
  if (mosquitto !== undefined) {
    const text = readFileSync(mosquitto, 'utf8');
    writeFileSync(mosquitto, text.replace(/^max_packet_size .*$/m, `max_packet_size ${maxMessageBytes}`));
    return;
  }
  const file = join(cwd, 'vedette.yaml');
  const settings = JSON.parse(readFileSync(file, 'utf8'));
  const cloudBroker = { ...settings.cloudBroker, maxMessageBytes };
  writeFileSync(file, JSON.stringify({ ...settings, cloudBroker }));
}

/** What a cloud broker behind a cable needs, and who comes to it from here. */
export function acrossCable(address: string, port: number, over: Sections): Sections {
  return {
    ...over,
    cloudBroker: { host: address, allowAnonymous: true, ...over['cloudBroker'] },
    imageSink: { brokerUrl: `mqtt://${address}:${port}`, ...over['imageSink'] },
    forwarder: { cloudUrl: `mqtt://${address}:${port}`, ...over['forwarder'] },
  };
}

function mosquittoFolder(cwd: string, side: 'edge' | 'cloud'): string {
  const folder = join(cwd, side === 'edge' ? 'data' : 'cloud', 'mosquitto');
  mkdirSync(folder, { recursive: true });
  return folder;
}
