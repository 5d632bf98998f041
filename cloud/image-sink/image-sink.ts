import type { CommonConfig } from '@vedette/core/config';
import type { MqttMessage } from '@vedette/core/mqtt';
import { READY, type Readiness, type Service, type ServiceContext } from '@vedette/core/run';
import { topicsUnder } from '@vedette/core/topics';
import { openBucket } from '@vedette/store';
import { bucketUrlOf, type ImageSinkConfig } from './config.ts';
import { CountedLog } from './counted-log.ts';
import { Intake } from './intake.ts';
import { Judge } from './judge.ts';
import { PatientBucket } from './patient-bucket.ts';
import { type SinkCounts, SinkMeter } from './sink-meter.ts';
import { type RejectionEntry, workOn } from './sink-work.ts';

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
): Promise<ImageSink> {
  const bucket = await openBucket(bucketUrlOf(config, common));
  const topics = topicsUnder(common.root, common.shotAlias);
  const giveUp = new AbortController();
  const patient = new PatientBucket(bucket, {
    log,
    signal: giveUp.signal,
    onChange: (isFailing) => (isFailing ? intake.suspend() : intake.resume()),
  });
  const rejections = new CountedLog<RejectionEntry>((last, count) =>
    log.warn({ ...last, count }, count === 1 ? 'put aside a payload' : `put aside ${count} payloads, the last of them`),
  );
  const meter = new SinkMeter(metrics);
  const options = {
    ...{ topics, meter, log, rejections, bucket: patient, judge: new Judge(topics, config) },
    send: (topic: string, payload: string) => intake.publish(topic, payload),
  };
  const { brokerUrl: url, username, password, concurrency: slots } = config;
  const intake = new Intake({
    link: { url, username, password, clientId: `vedette-image-sink-${common.device}`, subscribe: topics.all.shots },
    slots,
    log,
    work: async (message: MqttMessage) => {
      const end = meter.begin();
      try {
        await workOn(message, options);
      } catch (error) {
        // Given up at the stop, or a defect; either way there is no receipt, and the shot comes again.
        if (!giveUp.signal.aborted) log.error({ err: error, topic: message.topic }, 'a message could not be handled');
      } finally {
        end();
      }
    },
  });
  log.info(`stores in ${bucket.url}`);

  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    giveUp.abort();
    await intake.stop();
    rejections.close();
  }
  return {
    name: 'image-sink',
    bucketUrl: bucket.url,
    ready: () => readiness(patient.trouble ?? intake.fault),
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
