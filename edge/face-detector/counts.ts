import type { Metrics } from '@vedette/core/observe';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { ModelInfo } from './detect/detector.ts';
import { MinuteCounts } from './minute-counts.ts';
import type { SuppressionReason } from './suppression-reason.ts';

/** What a detector has done since it started. */
export interface DetectorCounts {
  /** Frames that were looked at. */
  frames: number;
  /** Detections in them. */
  faces: number;
  /** Messages that the edge broker has acknowledged. */
  shots: number;
  /** Detections that became no shot, by reason: when a run is over, `faces` is their sum plus `shots`. */
  suppressed: Partial<Record<SuppressionReason, number>>;
  /** Frames and files that could not be read. */
  unreadable: number;
}

/** Counts once: for people (`counts`), for Prometheus, and for the ledger per minute of capture (`minutes`). */
export class DetectorMeter {
  readonly counts: DetectorCounts = { frames: 0, faces: 0, shots: 0, suppressed: {}, unreadable: 0 };
  readonly minutes = new MinuteCounts();
  #restartCount = 0;
  readonly #frames;
  readonly #faces;
  readonly #shots;
  readonly #unreadable;
  readonly #overtaken;
  readonly #warmUp;
  readonly #still;
  readonly #restarts;
  readonly #trials;
  readonly #suppressed;
  readonly #seconds;
  readonly #captureSeconds;

  constructor(metrics: Metrics) {
    const registers = [metrics];
    const counter = (name: string, help: string, labelNames: string[] = []) =>
      new Counter({ name: `vedette_detector_${name}_total`, help, labelNames, registers });
    this.#frames = counter('frames', 'Frames that were looked at');
    this.#faces = counter('faces', 'Detections');
    this.#shots = counter('shots', 'Shots that the edge broker acknowledged');
    this.#unreadable = counter('unreadable', 'Frames and files that could not be read', ['reason']);
    this.#overtaken = counter('overtaken_frames', 'Frames of a camera that a newer one replaced');
    this.#warmUp = counter('warm_up_frames', 'Frames of a camera that finds its exposure, which nobody looks at');
    this.#still = counter('still_frames', 'Frames that were not looked at, since nothing had moved');
    this.#restarts = counter('restarts', 'Threads that ran the model and died, and were replaced');
    this.#trials = new Gauge({
      name: 'vedette_detector_trial_seconds',
      help: 'What a run of the model took when the execution provider was chosen',
      labelNames: ['provider', 'chosen'],
      registers,
    });
    this.#suppressed = counter('suppressed', 'Detections that became no shot', ['reason']);
    this.#seconds = new Histogram({
      name: 'vedette_detector_detect_seconds',
      help: 'From an encoded frame to its detections',
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1],
      registers,
    });
    this.#captureSeconds = new Histogram({
      name: 'vedette_detector_capture_seconds',
      help: 'From the capture of a live frame, as far as its source stamps it, to the detector',
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2],
      registers,
    });
  }

  opened({ provider, timingsMs = {} }: ModelInfo): void {
    for (const [tried, ms] of Object.entries(timingsMs)) {
      this.#trials.set({ provider: tried, chosen: String(tried === provider) }, ms / 1_000);
    }
  }

  /** A thread that ran the model has died; gives how many so far. */
  restarted(): number {
    this.#restartCount += 1;
    this.#restarts.inc();
    return this.#restartCount;
  }

  /** A live frame that was captured at `at` comes to the detector at `now`, both in µs since the epoch. */
  captured(at: number, now: number): void {
    this.#captureSeconds.observe(Math.max(0, now - at) / 1_000_000); // a clock may be set back in between
  }

  /** A frame that was captured at `at` (µs since the epoch, here as below), with the faces in it. */
  looked(at: number, faces: number, seconds: number): void {
    this.counts.frames += 1;
    this.counts.faces += faces;
    this.minutes.generated(at, faces);
    this.#frames.inc();
    this.#faces.inc(faces);
    this.#seconds.observe(seconds);
  }

  published(at: number): void {
    this.counts.shots += 1;
    this.minutes.published(at);
    this.#shots.inc();
  }

  /** Detections that were captured at these times. */
  suppressed(reason: SuppressionReason, at: readonly number[]): void {
    if (at.length === 0) return;
    const { suppressed } = this.counts;
    suppressed[reason] = (suppressed[reason] ?? 0) + at.length;
    this.minutes.suppressed(reason, at);
    this.#suppressed.inc({ reason }, at.length);
  }

  refused(reason: string): void {
    this.counts.unreadable += 1;
    this.#unreadable.inc({ reason });
  }

  overtaken(frames: number): void {
    this.#overtaken.inc(frames);
  }

  still(): void {
    this.#still.inc();
  }

  warmUp(): void {
    this.#warmUp.inc();
  }
}
