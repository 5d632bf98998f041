import { ConfigError, messageOf, ResourceError } from '@vedette/core/errors';
import { env, InferenceSession } from 'onnxruntime-node';
import type { ModelFile } from '../models/load-model.ts';

/** Why an execution provider does not run a model here. */
export interface Refusal {
  readonly provider: string;
  readonly reason: string;
}

export interface OpenedSession {
  readonly session: InferenceSession;
  readonly provider: string;
  /** Those that were tried before. */
  readonly refusals: readonly Refusal[];
}

/** ONNX Runtime's own log: errors come as exceptions anyway, and its warnings are about what it optimises. */
const FATAL_ONLY = 4;

/**
 * Opens a session on the first provider that creates it and survives `warmUp`: ONNX Runtime falls back by itself to
 * nothing, and some providers fail only when they first run. Throws ResourceError, which names each one's reason, and
 * ConfigError where the model itself is wrong.
 */
export async function openSession(
  { path, onnx }: Pick<ModelFile, 'path' | 'onnx'>,
  providers: readonly string[],
  warmUp: (session: InferenceSession) => Promise<void>,
): Promise<OpenedSession> {
  env.logLevel = 'fatal';
  const refusals: Refusal[] = [];
  for (const provider of providers) {
    try {
      return { session: await tryProvider(onnx, provider, warmUp), provider, refusals };
    } catch (error) {
      const reason = firstLine(messageOf(error));
      if (error instanceof ConfigError) throw error;
      // The CPU is always there: what does not run on it is no model.
      if (provider === 'cpu') throw new ConfigError(`the model ${path} cannot be used: ${reason}`, { cause: error });
      refusals.push({ provider, reason });
    }
  }
  const reasons = refusals.map(({ provider, reason }) => `${provider}: ${reason}`).join('; ');
  throw new ResourceError(`none of the execution providers asked for runs the model here (${reasons})`);
}

async function tryProvider(
  onnx: Uint8Array,
  provider: string,
  warmUp: (session: InferenceSession) => Promise<void>,
): Promise<InferenceSession> {
  const session = await InferenceSession.create(onnx, {
    executionProviders: [provider],
    // One thread a worker: more threads than free cores make the median two to three times worse.
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: FATAL_ONLY,
  });
  try {
    await warmUp(session);
    return session;
  } catch (error) {
    await session.release();
    throw error;
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
