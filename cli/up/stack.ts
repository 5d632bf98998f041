import { type CloudBroker, cloudBrokerPort, startCloudBroker } from '@vedette/cloud-broker';
import type { Broker } from '@vedette/core/mqtt';
import { createMetrics, type Logger, type Metrics } from '@vedette/core/observe';
import type { Service, ServiceContext } from '@vedette/core/run';
import { startEdgeBroker } from '@vedette/edge-broker';
import { type FaceDetector, startFaceDetector } from '@vedette/face-detector';
import { type Forwarder, startForwarder } from '@vedette/forwarder';
import { type ImageSink, startImageSink } from '@vedette/image-sink';
import { apiSetup } from '../settings/api-setup.ts';
import type { Settings } from '../settings/schema.ts';
import { sweeperSetup } from '../settings/sweeper-setup.ts';
import { workerSetup } from '../settings/worker-setup.ts';
import type { Books } from './books.ts';
import { onItsPortOrAny } from './on-its-port-or-any.ts';

/** Which part of the journey this process runs. */
export type Side = 'both' | 'edge' | 'cloud';

export interface Stack {
  /** In the order they were started: each needs the ones before it. */
  readonly services: readonly Service[];
  readonly metrics: readonly Metrics[];
  readonly edgeBroker?: Broker;
  readonly cloudBroker?: CloudBroker;
  readonly sink?: ImageSink;
  readonly forwarder?: Forwarder;
  readonly detector?: FaceDetector;
}

/** Starts the services of a side in one process, brokers first, the detector last. A failure stops what had started. */
export async function startStack(side: Side, settings: Settings, log: Logger, books: Books): Promise<Stack> {
  const services: Service[] = [];
  const metrics: Metrics[] = [];
  const start: Start = async (name, begin) => {
    const context = { log: log.child({ service: name }), metrics: createMetrics() };
    const service = await begin(context);
    services.push(service);
    metrics.push(context.metrics);
    return service;
  };
  try {
    // A whole pipeline on one machine can live on any port; one side alone must be where the other side looks for it.
    const anyPort = side === 'both';
    const startAt: StartAt = (name, port, begin) =>
      onItsPortOrAny(port, anyPort, log.child({ service: name }), (given) =>
        start(name, (context) => begin(given, context)),
      );
    const cloud = side === 'edge' ? undefined : await startCloud(settings, start, startAt);
    const edge = side === 'cloud' ? undefined : await startEdge(settings, start, startAt, books, cloud?.cloudBroker);
    return { services, metrics, ...cloud, ...edge };
  } catch (error) {
    await stopServices(services);
    throw error;
  }
}

/** Stops in reverse: what feeds a service ends before it. Stops each, and throws the first error at the end. */
export async function stopServices(services: readonly Service[]): Promise<void> {
  const errors: unknown[] = [];
  for (const service of services.toReversed()) await service.stop().catch((error) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

/** Where a broker is in the same process, what is set for one elsewhere does not count. */
const NO_LOGIN = {
  username: undefined,
  password: undefined,
  caFile: undefined,
  certFile: undefined,
  keyFile: undefined,
};

type Start = <S extends Service>(name: string, begin: (context: ServiceContext) => Promise<S>) => Promise<S>;

/** Each port that is tried has a context of its own: what failed has registered its metrics already. */
type StartAt = <S extends Service>(
  name: string,
  port: number,
  begin: (port: number, context: ServiceContext) => Promise<S>,
) => Promise<S>;

async function startCloud(settings: Settings, start: Start, startAt: StartAt) {
  const { cloudBroker: broker } = settings;
  const cloudBroker = await startAt('cloud-broker', cloudBrokerPort(broker), (port, context) =>
    startCloudBroker({ ...broker, port }, settings, context, { hasInsiders: true }),
  );
  const inside = { ...NO_LOGIN, brokerUrl: cloudBroker.insideUrl ?? cloudBroker.url };
  const config = { ...settings.imageSink, ...inside };
  const sink = await start('image-sink', (context) => startImageSink(config, settings, context));
  const sweeping = sweeperSetup(settings);
  // On S3 also without rules, since those that it was given before must end.
  if (sweeping.rules.length > 0 || sweeping.bucketUrl.startsWith('s3://')) {
    const { startSweeper } = await import('@vedette/sweeper');
    await start('sweeper', (context) => startSweeper(sweeping, context));
  }
  const { startWorker } = await import('@vedette/worker');
  await start('worker', (context) => startWorker(settings.worker, workerSetup(settings), context));
  const { startApi } = await import('@vedette/api');
  await start('api', (context) => startApi({ ...settings.api, ...inside }, apiSetup(settings), settings, context));
  return { cloudBroker, sink };
}

async function startEdge(settings: Settings, start: Start, startAt: StartAt, books: Books, cloudBroker?: CloudBroker) {
  const { edgeBroker: broker } = settings;
  const edgeBroker = await startAt('edge-broker', broker.port, (port, context) =>
    startEdgeBroker({ ...broker, port }, settings, context),
  );
  const edgeUrl = edgeBroker.url;
  const cloudUrl = cloudBroker?.insideUrl ?? settings.forwarder.cloudUrl;
  const login = cloudBroker ? NO_LOGIN : {};
  const forwarder = await start('forwarder', (context) =>
    startForwarder({ ...settings.forwarder, ...login, edgeUrl, cloudUrl }, settings, context, {
      onSettled: (id, outcome) => books.settle(id, outcome),
    }),
  );
  const detector = await start('face-detector', (context) =>
    startFaceDetector({ ...settings.faceDetector, ...NO_LOGIN, brokerUrl: edgeUrl }, settings, context, {
      onShot: (id) => books.open(id),
    }),
  );
  return { edgeBroker, forwarder, detector };
}
