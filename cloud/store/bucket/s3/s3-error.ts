import { messageOf, ResourceError, VedetteError } from '@vedette/core/errors';
import type { S3Location } from './s3-location.ts';

type Place = Pick<S3Location, 'bucket' | 'endpoint'>;

const NO_CREDENTIALS = 'CredentialsProviderError';
/** The SDK throws a plain error where nothing says a region. */
const NO_REGION = 'NoRegion';
const SAYS_NO_REGION = /Region is missing/;
const NO_S3 = 'NoS3';

/** What each error means to whoever runs this, and what to do. */
const HINTS: Record<string, (place: Place) => string> = {
  NoSuchBucket: ({ bucket }) => `there is no bucket "${bucket}"; create it, or name another`,
  AccessDenied: () =>
    'access is denied; the user needs s3:GetObject, s3:PutObject and s3:ListBucket there, and s3:DeleteObject to remove',
  InvalidAccessKeyId: () => 'the server does not know the access key; is AWS_ACCESS_KEY_ID that of this endpoint?',
  SignatureDoesNotMatch: () => 'the secret key is wrong; see AWS_SECRET_ACCESS_KEY',
  [NO_CREDENTIALS]: () => 'there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE',
  ExpiredToken: () => 'the credentials have expired; renew them',
  RequestTimeTooSkewed: () => "this machine's clock is wrong by more than 15 minutes; set it",
  PermanentRedirect: () => 'the bucket is in another region; give region=NAME in its URL',
  AuthorizationHeaderMalformed: () => 'the bucket is in another region; give region=NAME in its URL',
  [NO_REGION]: () =>
    "it is not said where it is: give region=NAME in its URL or AWS_REGION, or endpoint=URL if it is not Amazon's",
  [NO_S3]: (place) =>
    `what answers at ${serverOf(place)} is no S3; is the endpoint right, and does no page (a login, maintenance) stand in its place?`,
  SlowDown: () => 'the server asks for fewer requests',
  QuotaExceeded: () => 'the quota is spent',
  EntityTooLarge: () => 'the server takes no object of this size',
  TimeoutError: (place) => `${serverOf(place)} does not answer in time`,
  ECONNREFUSED: (place) => `nothing listens at ${serverOf(place)}; is it running?`,
  ECONNRESET: (place) => `${serverOf(place)} cut the connection`,
  ENOTFOUND: (place) => `there is no host ${serverOf(place)}; is the endpoint right?`,
  EAI_AGAIN: (place) => `the name of ${serverOf(place)} cannot be looked up; is there a network?`,
};
/** An answer to HEAD has no body, and so no name for what is wrong. */
const BY_STATUS: Record<number, string> = { 301: 'PermanentRedirect', 403: 'AccessDenied', 503: 'SlowDown' };

/** Of the statuses below 500 those that pass: too slow, another write in the making, too many requests. */
const PASSING = [408, 409, 429];

/** Does `work`; what the server or the network refuses becomes a ResourceError that says what to do. */
export async function s3Errors<T>(place: Place, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof VedetteError) throw error;
    const hint = HINTS[codeOf(error)]?.(place);
    throw new ResourceError(`cannot ${what} the bucket s3://${place.bucket}: ${hint ?? reasonOf(error)}`, {
      cause: error,
    });
  }
}

/** An answer without a body comes as an UnknownError. */
function reasonOf(error: unknown): string {
  const status = statusOf(error);
  return status !== undefined && messageOf(error) === 'UnknownError'
    ? `the server answers ${status}`
    : messageOf(error);
}

/** The server's name for what is wrong (`NoSuchKey`), or the system's (`ECONNREFUSED`). */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string' && error.code in HINTS) return error.code;
  if (error.name in HINTS) return error.name;
  if (SAYS_NO_REGION.test(error.message)) return NO_REGION;
  return BY_STATUS[statusOf(error) ?? 0] ?? error.name;
}

/** A good answer without what S3 says in it. */
export function noS3(lacking: string): Error {
  return Object.assign(new Error(`a good answer, and no ${lacking}`), { name: NO_S3 });
}

/** Whether waiting mends nothing: no credentials, no region, no S3, a bucket that is missing or denied. */
export function isLasting(error: unknown): boolean {
  const status = statusOf(error);
  if (status === undefined) return [NO_CREDENTIALS, NO_REGION, NO_S3].includes(codeOf(error));
  return status < 500 && !PASSING.includes(status);
}

/** The HTTP status that an error came with. */
export function statusOf(error: unknown): number | undefined {
  const metadata = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  return (metadata as { httpStatusCode?: number } | undefined)?.httpStatusCode;
}

function serverOf({ endpoint }: Place): string {
  return endpoint ? new URL(endpoint).host : "Amazon's S3";
}
