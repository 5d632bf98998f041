import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { messageOf } from '@vedette/core/errors';
import type { ModelInfo } from '../../detector.ts';
import type { InferenceOptions } from '../onnx-inference.ts';
import { hasGpu } from './gpu-devices.ts';

/** Why an execution provider is not taken. */
interface Refusal {
  readonly provider: string;
  readonly reason: string;
}

export interface Choice {
  readonly provider: string;
  /** What a run took on each that does run, in ms; empty where there was nothing to choose. */
  readonly timingsMs: Readonly<Record<string, number>>;
  readonly refusals: readonly Refusal[];
}

type TrialSettings = Omit<InferenceOptions, 'provider'>;

/** A provider that is not ready by then is not taken; some compile their kernels first. */
const TRIAL_MS = 60_000;

/** Others are taken by name alone: TensorRT, say, builds its engine for minutes, for each size of the input. */
const ACCELERATORS = ['cuda', 'webgpu'];

/**
 * The provider that runs a model fastest here. Each is tried in a process of its own: one that crashes takes nobody with
 * it, and of one that is slower nothing stays in memory. With the CPU alone there is nothing to try.
 */
export async function chooseProvider(settings: TrialSettings): Promise<Choice> {
  return hasGpu() ? chooseFrom(['cpu', ...ACCELERATORS], settings) : { provider: 'cpu', timingsMs: {}, refusals: [] };
}

/** Tries each of them, one after another. */
export async function chooseFrom(providers: readonly string[], settings: TrialSettings): Promise<Choice> {
  const timingsMs: Record<string, number> = {};
  const refusals: Refusal[] = [];
  for (const provider of providers) {
    try {
      timingsMs[provider] = await timeOne({ ...settings, provider });
    } catch (error) {
      refusals.push({ provider, reason: messageOf(error) });
    }
  }
  return { provider: fastest(timingsMs), timingsMs, refusals };
}

/** Of none that runs, the CPU: it says best what is wrong with the model. */
export function fastest(timingsMs: Readonly<Record<string, number>>): string {
  return Object.entries(timingsMs).reduce((best, one) => (one[1] < best[1] ? one : best), [
    'cpu',
    Infinity,
  ] as const)[0];
}

async function timeOne(options: InferenceOptions): Promise<number> {
  const script = createRequire(import.meta.url).resolve('@vedette/face-detector/time-provider');
  const run = promisify(execFile)(process.execPath, [script, JSON.stringify(options)], { timeout: TRIAL_MS });
  const { stdout } = await run.catch((error) => {
    throw new Error(String(error.stdout).trim() || (error.signal ? `it ended by ${error.signal}` : messageOf(error)));
  });
  const { timingsMs = {} } = JSON.parse(stdout) as ModelInfo;
  return timingsMs[options.provider] ?? Number.POSITIVE_INFINITY;
}
