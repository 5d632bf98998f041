import { type CommonConfig, readBrokerLogin } from '@vedette/core/config';
import { CountedLog, redactUrls } from '@vedette/core/observe';
import { READY, type Readiness, type Service, type ServiceContext, settlesWithin } from '@vedette/core/run';
import { topicsUnder } from '@vedette/core/topics';
import { openBucket } from '@vedette/store';
import { bucketUrlOf, type ImageSinkConfig } from './config.ts';
import { Intake } from './intake.ts';
import { Judge } from './judge.ts';
import { objectKeeper } from './object-keeper.ts';
import { Patience } from './patience.ts';
import { type SinkCounts, SinkMeter } from './sink-meter.ts';
import { type SinkHooks, workOn } from './sink-work.ts';

/** However many are in work at once, they take no more memory than so many of the largest. */
const IMAGES_IN_WORK = 8;
/** How long `stop` waits for the bucket, after what was in work has had its time: a disk may hold a call for ever. */
const CLOSE_MS = 1_000;

export interface ImageSink extends Service {
  readonly bucketUrl: string;
  counts(): SinkCounts;
}

/**
 * Takes shots from the cloud broker, stores each once in the bucket, and sends its receipt when it is durable.
 * Resolves when the bucket is open; `ready()` says when the broker is there. Rejects with ConfigError or ResourceError.
 */
export async function startImageSink(
  config: ImageSinkConfig,
  common: CommonConfig,
  { log, metrics }: ServiceContext,
  hooks: SinkHooks = {},
): Promise<ImageSink> {
  const login = readBrokerLogin('imageSink.', config.brokerUrl, config);
  const bucket = await openBucket(bucketUrlOf(config, common));
  log.info(`stores in ${redactUrls(bucket.url)}`);
  if (bucket.warning) log.warn(bucket.warning);
  const keeper = objectKeeper(bucket);
  const topics = topicsUnder(common.root, common.shotAlias);
  const meter = new SinkMeter(metrics);
  const rejections = new CountedLog((line) => log.warn(line, 'put aside what is no shot'));
  const failures = new CountedLog((line) => log.error(line, 'a message could not be handled; it has no receipt'));
  const giveUp = new AbortController();
  const patience = new Patience({
    log,
    signal: giveUp.signal,
    onChange: (isFailing) => (isFailing ? intake.suspend() : intake.resume()),
  });
  const work = {
    ...{ topics, meter, log, rejections, failures, hooks, bucket, patience, giveUp: giveUp.signal },
    keeper,
    judge: new Judge(topics, config),
    send: (topic: string, payload: string) => intake.publish(topic, payload),
  };
  const { brokerUrl: url, clientId } = config;
  const intake = new Intake({
    link: { url, ...login, clientId, subscribe: topics.all.shots },
    room: { messages: config.concurrency, bytes: IMAGES_IN_WORK * config.maxImageBytes },
    log,
    work: (message) => workOn(message, work),
  });

  async function stop(): Promise<void> {
    giveUp.abort();
    await intake.stop();
    rejections.close();
    failures.close();
    if (
      await settlesWithin(
        CLOSE_MS,
        keeper.close().then(() => bucket.close()),
      )
    )
      return;
    log.error('the bucket does not answer, and is left as it is; what it did not finish comes again');
  }
  let stopped: Promise<void> | undefined;
  return {
    name: 'image-sink',
    bucketUrl: bucket.url,
    ready: () => readiness(patience.trouble ?? intake.fault),
    counts: () => ({ ...meter.counts }),
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

function readiness(fault: string | undefined): Readiness {
  return fault === undefined ? READY : { ready: false, reason: fault };
}
