import { readBrokerLogin } from '@vedette/core/config';
import type { MqttMessage } from '@vedette/core/mqtt';
import { CountedLog, redactUrls } from '@vedette/core/observe';
import { READY, type Readiness, type Service, type ServiceContext, settlesWithin } from '@vedette/core/run';
import { topicsUnder } from '@vedette/core/topics';
import { lacksCatalog } from '@vedette/store';
import type { SinkHooks } from './answer.ts';
import { BookKeeper } from './books/book-keeper.ts';
import { trimBooks } from './books/trim-books.ts';
import type { ImageSinkConfig } from './config.ts';
import { Intake } from './intake.ts';
import { Judge } from './judge.ts';
import { openStores, type SinkCommon } from './open-stores.ts';
import { seesOtherCatalog } from './packs/sees-other-catalog.ts';
import { hasOnlyRead, Patience } from './patience.ts';
import { roomFor } from './room-for.ts';
import { Sharing } from './sharing/sharing.ts';
import { type SinkCounts, SinkMeter } from './sink-meter.ts';
import { workOn } from './sink-work.ts';

/** A line in so much time says what is refused: after an erase, that may be a device's whole spool. */
const REFUSALS_MS = 60_000;
/** How long the start waits to know whether the catalog is that of the bucket. */
const LOOK_MS = 5_000;
/** How long `stop` waits for the catalog to take the last books. */
const BOOKS_MS = 1_000;

export interface ImageSink extends Service {
  readonly bucketUrl: string;
  /** Without a password. */
  readonly catalogUrl: string;
  counts(): SinkCounts;
}

/**
 * Takes shots from the cloud broker, stores each once in the bucket, writes it down in the catalog, and sends its receipt
 * when both are durable. Resolves when bucket and catalog are open; `ready()` says when the broker is there. Rejects with
 * ConfigError or ResourceError.
 */
export async function startImageSink(
  config: ImageSinkConfig,
  common: SinkCommon,
  { log, metrics }: ServiceContext,
  hooks: SinkHooks = {},
): Promise<ImageSink> {
  const login = readBrokerLogin('imageSink.', config.brokerUrl, config);
  const stores = await openStores(config, common, log);
  const { bucket, catalog } = stores;
  log.info(`stores in ${redactUrls(bucket.url)}, with its catalog in ${catalog.url}`);
  const warn = async () => {
    if (await lacksCatalog(stores)) log.warn(LACKS_CATALOG);
    if (config.packs && (await seesOtherCatalog(stores))) log.warn(OTHER_CATALOG);
  };
  await settlesWithin(LOOK_MS, warn()); // whether bucket and catalog answer is found out by whoever stores
  const topics = topicsUnder(common.root, common.shotAlias);
  const meter = new SinkMeter(metrics);
  const counted = {
    rejections: new CountedLog((line) => log.warn(line, 'put aside what is no shot')),
    refusals: new CountedLog((line) => log.warn(line, 'refused: it was erased, by the rule of this name'), REFUSALS_MS),
    unlisted: new CountedLog((line) => log.warn(line, 'stored, and not in the catalog: no description of a shot')),
    failures: new CountedLog((line) => log.error(line, 'a message could not be handled; it has no receipt')),
    strange: new CountedLog((line) =>
      log.warn(line, 'books that cannot be read, or are of another device than their topic'),
    ),
  };
  const giveUp = new AbortController();
  const trouble = () => patience.trouble ?? catalogPatience.trouble;
  const waiting = {
    ...{ log, signal: giveUp.signal },
    onChange: () => (trouble() === undefined ? intake.resume() : intake.suspend()),
  };
  const patience = new Patience({ what: 'bucket', ...waiting });
  const catalogPatience = new Patience({ what: 'catalog', ...waiting });
  // So that it is known at once whether it is there.
  catalogPatience.until(() => catalog.shots({ limit: 1 }), hasOnlyRead).catch(() => undefined);
  const home = { site: common.site, device: common.device };
  void trimBooks({ catalog, days: config.booksDays, log, signal: giveUp.signal });
  const books = new BookKeeper({ catalog, topics, home, meter, log, strange: counted.strange });
  const work = {
    ...{ topics, meter, log, ...counted, hooks, ...stores, books, patience, catalogPatience },
    giveUp: giveUp.signal,
    judge: new Judge(topics, config),
    send: (topic: string, payload: string) => intake.publish(topic, payload),
  };
  const sharing = {
    ...{ topics, log, leases: catalog.leases, device: common.device },
    onMessage: (message: MqttMessage) => intake.take(message),
    onOver: (reason: string) => intake.drop(reason),
  };
  const { brokerUrl: url, clientId, share: group } = config;
  const link = { url, ...login, clientId, subscribe: [...topics.all.shots, topics.all.deviceLedger] };
  const intake = new Intake({
    link,
    wayIn: group === undefined ? undefined : new Sharing({ ...sharing, group, link }),
    room: roomFor(config),
    log,
    work: async (message) => (topics.isDeviceLedger(message.topic) ? books.take(message) : workOn(message, work)),
  });

  async function stop(): Promise<void> {
    giveUp.abort();
    void stores.keeper.close(); // what waits for company waits no longer
    await intake.stop();
    await settlesWithin(BOOKS_MS, books.close());
    for (const one of Object.values(counted)) one.close();
    await stores.close(log);
  }
  let stopped: Promise<void> | undefined;
  return {
    name: 'image-sink',
    ...{ bucketUrl: bucket.url, catalogUrl: catalog.url },
    ready: () => readiness(trouble() ?? intake.fault),
    counts: () => ({ ...meter.counts }),
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

const LACKS_CATALOG =
  'there are shots in the bucket and none in the catalog: run `vedette reindex`, or one that lies in a pack, or under a key of another layout, is stored once more when it is sent again';

const OTHER_CATALOG =
  'packs in this bucket were made with another catalog: sinks that make packs share one, or a shot that comes to two of them is stored twice; where the other catalog was lost, run `vedette reindex`';

function readiness(fault: string | undefined): Readiness {
  return fault === undefined ? READY : { ready: false, reason: fault };
}
