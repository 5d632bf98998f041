import { type CommonConfig, readBrokerLogin } from '@vedette/core/config';
import { messageOf } from '@vedette/core/errors';
import type { Shot } from '@vedette/core/message';
import { READY, type Readiness, type Service, type ServiceContext, SOFTWARE, settlesWithin } from '@vedette/core/run';
import { topicsUnder } from '@vedette/core/topics';
import type { FaceDetectorConfig } from './config.ts';
import { type DetectorCounts, DetectorMeter } from './counts.ts';
import type { ModelInfo } from './detect/detector.ts';
import { modelFolders } from './detect/models/registry/model-folders.ts';
import { openDetector } from './detect/run/open-detector.ts';
import { LedgerReporter } from './ledger-reporter.ts';
import { type CameraStatus, Publisher } from './publisher.ts';
import { hashSettings } from './settings-hash.ts';
import { hideMissed } from './shot/hide-missed.ts';
import { hidesAnything, labelsToHide } from './shot/privacy.ts';
import { ShotMaker } from './shot/shot-maker.ts';
import { labelSource, openSource, parseSource, type SourceOptions } from './sources/index.ts';
import { chooseSelector } from './track/choose-selector.ts';
import type { Selector } from './track/selector.ts';
import { watch } from './watch.ts';

/** A camera that went away is tried again after this long first. */
const RETRY_FIRST_MS = 500;
/** How long a stop waits for the edge broker to take the last shots. */
const FINISH_MS = 3_000;

export interface FaceDetectorHooks {
  /** A shot that the edge broker is about to get. */
  onShot?(id: string, shot: Shot): void;
  /** A frame was looked at, and so many faces were found. */
  onLooked?(faces: number): void;
}

export interface FaceDetector extends Service {
  /** A finite source is spent and its shots are published; rejects where the source cannot begin or go on. */
  readonly done: Promise<void>;
  /** As it was named, without what may be secret in an address. */
  readonly source: string;
  readonly model: ModelInfo;
  counts(): Readonly<DetectorCounts>;
}

/** Starts to watch. Throws ConfigError for a wrong source or model, ResourceError for a provider that is missing. */
export async function startFaceDetector(
  config: FaceDetectorConfig,
  common: CommonConfig,
  { log, metrics }: ServiceContext,
  hooks: FaceDetectorHooks = {},
): Promise<FaceDetector> {
  const login = readBrokerLogin('faceDetector.', config.brokerUrl, config);
  const spec = parseSource(config.source);
  const source = openSource(spec, sourceOptions(config));
  const label = labelSource(config.source);
  const meter = new DetectorMeter(metrics);
  const detector = await openDetector({
    ...config,
    modelFolders: modelFolders(common),
    mustFind: labelsToHide(config.privacy),
    tellUnsure: hidesAnything(config.privacy) || selectionOf(config, spec.type) === 'track',
    log,
    onRestart: () => say({ restarts: meter.restarted() }),
  });
  const { model } = detector;
  meter.opened(model);
  const place = { site: common.site, device: common.device, camera: config.camera };
  const topics = topicsUnder(common.root, common.shotAlias);
  const publisher = new Publisher({ brokerUrl: config.brokerUrl, login, place, topics, log });
  const { crop, privacy } = config;
  const maker = new ShotMaker({ place, model, software: SOFTWARE, config: hashSettings(config), crop, privacy });
  const reporter = new LedgerReporter({
    session: maker.session,
    minutes: meter.minutes,
    publish: (ledger) => publisher.publishLedger(ledger),
  });
  let status: CameraStatus = { state: 'running', source: label, model: model.name, provider: model.provider };
  const say = (change: Partial<CameraStatus>) => {
    if (status.state === 'stopped') return; // why it stopped is the last word
    const { reason: _, ...rest } = status;
    status = { ...rest, ...change };
    publisher.publishStatus(status);
  };
  say({});
  log.info({ source: label, model: model.name, provider: model.provider }, 'watching');

  const abort = new AbortController();
  const done = watch(
    {
      source,
      detector,
      selector: selectorFor(config, spec.type, model),
      meter,
      log,
      onLooked: hooks.onLooked,
      makeShots: (picks) => maker.make(picks),
      publish(shot) {
        hooks.onShot?.(shot.id, shot);
        return publisher.publishShot(shot);
      },
      onState(state) {
        say(state);
        if (state.state === 'away') log.warn({ reason: state.reason }, 'the camera is away; trying on');
        else log.info('the camera is back');
      },
    },
    abort.signal,
  )
    .finally(() => reporter.close())
    .then(
      () => {
        if (abort.signal.aborted) return;
        say({ state: 'stopped' });
        log.info(meter.counts, 'the source is spent');
      },
      (error) => {
        say({ state: 'stopped', reason: messageOf(error) });
        throw error;
      },
    );
  done.catch(() => undefined); // it may fail before anybody waits for it

  async function stop(): Promise<void> {
    abort.abort();
    if (!(await settlesWithin(FINISH_MS, done))) await publisher.close(true); // without a broker its shots wait for ever
    await done.catch(() => undefined); // whoever waits for `done` has it
    say({ state: 'stopped' });
    await publisher.close();
    await detector.close();
  }
  let stopped: Promise<void> | undefined;
  return {
    name: 'face-detector',
    done,
    source: label,
    model,
    counts: () => meter.counts,
    ready: () => readiness(publisher, status),
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** Whether a source is spent some day by itself: a folder or a video is, a camera is not. Throws ConfigError. */
export function isFiniteSource(config: FaceDetectorConfig): boolean {
  return openSource(parseSource(config.source), sourceOptions(config)).finite;
}

function sourceOptions(config: FaceDetectorConfig): SourceOptions {
  const { fps, width, height, stallSeconds, maxPixels, retryMaxSeconds } = config;
  const { warmUpFrames, ...turn } = config.capture;
  const retry = { firstMs: RETRY_FIRST_MS, maxMs: retryMaxSeconds * 1_000 };
  return { fps, width, height, stallSeconds, maxPixels, retry, warmUpFrames, turn };
}

function selectorFor(config: FaceDetectorConfig, sourceType: string, { sureScore = 0 }: ModelInfo): Selector {
  const { crop, privacy } = config;
  const select = selectionOf(config, sourceType);
  const selector = chooseSelector({ ...config, select, sureScore, marginShare: crop.marginShare });
  return hidesAnything(privacy) && sourceType !== 'dir' ? hideMissed(selector, privacy) : selector;
}

function selectionOf({ select }: FaceDetectorConfig, sourceType: string): 'every' | 'track' {
  return select === 'auto' ? (sourceType === 'dir' ? 'every' : 'track') : select;
}

function readiness(publisher: Publisher, status: CameraStatus): Readiness {
  if (!publisher.connected) return { ready: false, reason: 'no connection to the edge broker' };
  if (status.state === 'away') return { ready: false, reason: `the camera is away: ${status.reason}` };
  return READY;
}
