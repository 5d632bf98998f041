import { ConfigError, messageOf, ResourceError } from '@vedette/core/errors';
import { env, InferenceSession } from 'onnxruntime-node';
import type { ModelFile } from '../models/load-model.ts';

/** ONNX Runtime's own log: errors come as exceptions anyway, and its warnings are about what it optimises. */
const FATAL_ONLY = 4;

/**
 * Opens a session on a provider that creates it and survives `warmUp`: ONNX Runtime falls back by itself to nothing, and
 * some providers fail only when they first run. Throws ResourceError where the provider does not run it, and ConfigError
 * where the model itself is wrong.
 */
export async function openSession<T>(
  { path, onnx }: Pick<ModelFile, 'path' | 'onnx'>,
  provider: string,
  warmUp: (session: InferenceSession) => Promise<T>,
): Promise<{ readonly session: InferenceSession; readonly warm: T }> {
  env.logLevel = 'fatal';
  try {
    const session = await create(onnx, provider);
    return { session, warm: await orRelease(session, warmUp) };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const reason = messageOf(error).split('\n')[0];
    // The CPU is always there: what does not run on it is no model.
    if (provider === 'cpu') throw new ConfigError(`the model ${path} cannot be used: ${reason}`, { cause: error });
    throw new ResourceError(`the execution provider ${provider} does not run the model here: ${reason}`, {
      cause: error,
    });
  }
}

function create(onnx: Uint8Array, provider: string): Promise<InferenceSession> {
  return InferenceSession.create(onnx, {
    executionProviders: [provider],
    // One thread a worker: more threads than free cores make the median two to three times worse.
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // A plan of the memory for each size of input: no faster, and megabytes more.
    enableMemPattern: false,
    logSeverityLevel: FATAL_ONLY,
  });
}

async function orRelease<T>(session: InferenceSession, work: (session: InferenceSession) => Promise<T>): Promise<T> {
  try {
    return await work(session);
  } catch (error) {
    await session.release();
    throw error;
  }
}
