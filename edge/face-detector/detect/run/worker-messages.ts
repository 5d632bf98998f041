import { BadInputError, ConfigError, ResourceError } from '@vedette/core/errors';
import type { EncodedImage, RawImage } from '../../frame.ts';
import type { Detections, ModelInfo } from '../detector.ts';
import type { Refusal } from './open-session.ts';

/** What the worker is asked. */
export type Request =
  | { readonly type: 'detect'; readonly id: number; readonly image: SentImage }
  /** Answers what is in hand, then ends. */
  | { readonly type: 'close' };

/** What the worker says: first `opened` or `failed`, then an answer for each `detect`. */
export type Reply =
  | { readonly type: 'opened'; readonly model: ModelInfo; readonly refusals: readonly Refusal[] }
  | { readonly type: 'failed'; readonly error: SentError }
  | { readonly type: 'found'; readonly id: number; readonly found: Detections }
  | { readonly type: 'refused'; readonly id: number; readonly error: SentError };

/** An image whose bytes go over whole; a Buffer arrives as the Uint8Array that it is. */
export type SentImage =
  | (Omit<EncodedImage, 'data'> & { data: Uint8Array })
  | (Omit<RawImage, 'data'> & { data: Uint8Array });

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
