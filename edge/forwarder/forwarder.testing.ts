import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { commonSchema } from '@vedette/core/config';
import { namePayload, type Receipt, readPayload, type Shot } from '@vedette/core/message';
import { type Broker, KeptLink, type MqttMessage } from '@vedette/core/mqtt';
import { eventually, quietContext, temporaryFolder, testBroker } from '@vedette/core/testing';
import { onTestFinished } from 'vitest';
import { type Forwarder, type ForwarderConfig, forwarderSchema, type Outcome, startForwarder } from './index.ts';

export const DEVICE = 'pole-7';
export const PLACE = { site: 'home', device: DEVICE, camera: 'cam0' };
export const SHOTS = `vedette/home/${DEVICE}/cam0/shot`;
export const RECEIPTS = `vedette/home/${DEVICE}/receipt`;
export const STATUS = `vedette/home/${DEVICE}/status`;

export function broker(name: 'edge-broker' | 'cloud-broker', port = 0): Promise<Broker> {
  return testBroker({ name, port, maxSubscriptions: 2_000 });
}

export const urlOf = ({ port }: { readonly port: number }) => `mqtt://127.0.0.1:${port}`;

/** A client of the test's own that listens, and is connected when the promise resolves. */
export async function client(url: string, subscribe: string[], onMessage: (message: MqttMessage) => void = () => {}) {
  const kept = new KeptLink({
    what: 'broker',
    log: quietContext().log,
    link: { url, clientId: `test-${Math.random()}`, subscribe, onMessage: async (message) => onMessage(message) },
  });
  onTestFinished(() => kept.close(true));
  await eventually('the client is connected', () => kept.link);
  return kept;
}

export function shotIn({ payload }: Pick<MqttMessage, 'payload'>): Shot | undefined {
  const read = readPayload(payload);
  return read.type === 'shot' ? read.shot : undefined;
}

/** What the cloud side of a test got, and the receipts it sends. */
export interface Cloud {
  readonly link: KeptLink;
  readonly got: MqttMessage[];
  /** Whether receipts are sent at all. */
  answers: boolean;
  receipt(message: MqttMessage, over?: Partial<Receipt>): Promise<void>;
}

/** Stands in for the sink: a real client that answers each message with a receipt. */
export async function cloudSide(url: string, answers = true): Promise<Cloud> {
  const got: MqttMessage[] = [];
  const link = await client(url, ['vedette/+/+/+/shot', 'w251/face_detector'], (message) => {
    got.push(message);
    if (cloud.answers) void cloud.receipt(message);
  });
  const cloud: Cloud = {
    link,
    got,
    answers,
    async receipt({ topic, payload }, over = {}) {
      const shot = shotIn({ payload });
      const { id, sha256 } = namePayload(payload);
      const [, site, device] = shot ? ['', shot.site, shot.device] : topic.split('/');
      const receipt: Receipt = {
        v: 1,
        ...{ id, sha256 },
        outcome: shot ? 'stored' : 'rejected',
        key: 'some/key.jpg',
        storedAt: Date.now() * 1_000,
        ...over,
      };
      await link.publish(`vedette/${site}/${device}/receipt`, JSON.stringify(receipt));
    },
  };
  return cloud;
}

interface Settled {
  readonly id: string;
  readonly outcome: Outcome;
  readonly reason: string | undefined;
}

/** A forwarder, and how its payloads ended. */
export async function forwarder(
  config: Omit<Partial<ForwarderConfig>, 'spool'> & { readonly spool?: Partial<ForwarderConfig['spool']> },
  common: { readonly data?: string; readonly shotAlias?: string } = {},
) {
  const settled: Settled[] = [];
  const context = quietContext();
  const data = common.data ?? temporaryFolder();
  const started: Forwarder = await startForwarder(
    forwarderSchema.parse(config),
    commonSchema.parse({ device: DEVICE, ...common, data }),
    context,
    { onSettled: (id, outcome, reason) => settled.push({ id, outcome, reason }) },
  );
  onTestFinished(() => started.stop());
  return { ...context, data, settled, forwarder: started };
}

export function untilReady({ forwarder }: { forwarder: Forwarder }): Promise<unknown> {
  return eventually('the forwarder is ready', () => forwarder.ready().ready);
}

/** Both brokers, the cloud behind one and a camera at the other. */
export async function bothSides(answers = true) {
  const edge = await broker('edge-broker');
  const cloudBroker = await broker('cloud-broker');
  const cloud = await cloudSide(urlOf(cloudBroker), answers);
  const camera = await client(urlOf(edge), []);
  return { edge, cloudBroker, cloud, camera, urls: { edgeUrl: urlOf(edge), cloudUrl: urlOf(cloudBroker) } };
}

/** A way to a broker on which what the client says, its PUBACKs too, can be made to vanish, and which can be cut. */
export async function lossyWay(to: { readonly port: number }, port = 0) {
  const way = { port: 0, loses: false, cut };
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(to.port, '127.0.0.1');
    near.on('data', (chunk) => way.loses || far.write(chunk));
    far.on('data', (chunk) => near.write(chunk));
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
  });
  function cut(): void {
    for (const socket of sockets) socket.destroy();
  }
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    cut();
    server.close();
  });
  const address = server.address();
  way.port = typeof address === 'object' && address ? address.port : 0;
  return way;
}
