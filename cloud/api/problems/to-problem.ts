import { BadInputError, ResourceError } from '@vedette/core/errors';
import { redactUrls } from '@vedette/core/observe';
import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { Problem } from './problem.ts';

const RETRY_SECONDS = '5';

/** Of bad input, by its reason; of any other 400. */
const STATUS: ReadonlyMap<string, number> = new Map([
  ['bytes', 413],
  ['pixels', 413],
  ['type', 415],
  ['damaged', 422],
  ['size', 422],
  ['time', 422],
]);

/** What an error means to whoever sent the request; undefined for a defect of ours. */
export function toProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error);
  if (error instanceof BadInputError) {
    return new Problem(STATUS.get(error.reason) ?? 400, error.reason, error.message, { cause: error });
  }
  if (error instanceof ResourceError) {
    return new Problem(503, 'unavailable', `${redactUrls(error.message)}; try again in ${RETRY_SECONDS} s`, {
      ...{ cause: error, headers: { 'retry-after': RETRY_SECONDS } },
    });
  }
  const { statusCode = 500, code, message } = error as Partial<FastifyError>;
  if (statusCode < 400 || statusCode >= 500) return undefined;
  return new Problem(statusCode, wordOf(code), message ?? 'the request is refused', { cause: error });
}

function invalid(error: {
  readonly validation: readonly { readonly instancePath: string; readonly message?: string }[];
  readonly validationContext?: string;
}): Problem {
  const faults = error.validation.map(({ instancePath, message = 'is wrong' }) => ({
    field: [error.validationContext ?? 'request', ...instancePath.split('/').filter(Boolean)].join('.'),
    message,
  }));
  const detail = faults.map(({ field, message }) => `${field}: ${message}`).join('; ');
  return new Problem(400, 'invalid', detail, { faults, cause: error });
}

/** `FST_ERR_CTP_BODY_TOO_LARGE` -> `ctp-body-too-large`. */
function wordOf(code = 'refused'): string {
  return code
    .replace(/^FST_(ERR_)?/, '')
    .replaceAll('_', '-')
    .toLowerCase();
}
