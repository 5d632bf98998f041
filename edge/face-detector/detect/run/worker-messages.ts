import { BadInputError, ConfigError, ResourceError } from '@vedette/core/errors';
import type { ModelInfo } from '../detector.ts';
import type { GraphSignature } from '../models/detection-model.ts';
import type { Inferred, ModelInput } from './inference.ts';

/** What the worker is asked. */
export type Request =
  | { readonly type: 'infer'; readonly id: number; readonly input: ModelInput }
  /** Answers what is in hand, then ends. */
  | { readonly type: 'close' };

/** What the worker says: first `opened` or `failed`, then an answer for each `infer`. */
export type Reply =
  | { readonly type: 'opened'; readonly model: ModelInfo; readonly signature: GraphSignature }
  | { readonly type: 'failed'; readonly error: SentError }
  | { readonly type: 'inferred'; readonly id: number; readonly inferred: Inferred }
  | { readonly type: 'refused'; readonly id: number; readonly error: SentError };

/** An error as it crosses threads, which keep neither its class nor what the class added. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly reason?: string;
}

export function sendError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack } = error;
  return { name, message, stack, ...(error instanceof BadInputError ? { reason: error.reason } : {}) };
}

export function receiveError({ name, message, stack, reason }: SentError): Error {
  if (name === 'BadInputError') return new BadInputError(reason ?? 'broken', message);
  if (name === 'ConfigError') return new ConfigError(message);
  if (name === 'ResourceError') return new ResourceError(message);
  return Object.assign(new Error(message), { name, stack });
}
