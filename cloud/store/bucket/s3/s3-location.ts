import { ConfigError } from '@vedette/core/errors';
import { isKey } from '../key.ts';

/** An S3 bucket, and how it is to be used. */
export interface S3Location {
  /** What `openBucket` takes. */
  readonly url: string;
  readonly bucket: string;
  /** Stands before each key: empty, or it ends in `/`. */
  readonly prefix: string;
  /** Of another server than Amazon's. */
  readonly endpoint?: string;
  /** The SDK's own way to find one unless given: AWS_REGION, the profile. */
  readonly region?: string;
  /** The bucket's name in the path instead of the host name: what most servers but Amazon's want. */
  readonly pathStyle: boolean;
  /** Descriptions as objects of their own, also where they fit into the image's metadata. */
  readonly sidecar: boolean;
  readonly encryption?: 'AES256' | 'aws:kms';
  readonly kmsKey?: string;
  /** `key=value&…`, put on each object. */
  readonly tags?: string;
}

/** Where an object is, in the words of a request. */
export function addressOf({ bucket, prefix }: S3Location, key: string): { Bucket: string; Key: string } {
  return { Bucket: bucket, Key: prefix + key };
}

const KEYS_ELSEWHERE =
  'keys do not belong in the URL of a bucket; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile';
const FORM = 's3://BUCKET/PREFIX?endpoint=URL&region=NAME';
const OPTIONS = ['endpoint', 'region', 'pathStyle', 'sidecar', 'encryption', 'kmsKey', 'tags'];
/** What Amazon allows; others allow more, but then it works nowhere else. */
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Throws ConfigError, which never tells the URL's user and password. */
export function parseS3Url(text: string): S3Location {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw new ConfigError(`the bucket is no URL; give ${FORM}`);
  if (hasKeys(url)) throw new ConfigError(KEYS_ELSEWHERE);
  if (url.hash) throw new ConfigError('the URL of a bucket has no "#"; write it as %23');
  const bucket = url.host;
  if (!BUCKET_NAME.test(bucket)) throw new ConfigError(`"${bucket}" is no name of an S3 bucket; give ${FORM}`);
  const unknown = [...url.searchParams.keys()].find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) {
    throw new ConfigError(`the bucket's URL has no option "${unknown}"; it may have ${OPTIONS.join(', ')}`);
  }
  return { url: text, bucket, prefix: prefixOf(url), ...optionsOf(url.searchParams) };
}

function hasKeys({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}

function prefixOf({ pathname }: URL): string {
  let path: string;
  try {
    path = decodeURIComponent(pathname).replace(/^\/+|\/+$/g, '');
  } catch (error) {
    throw new ConfigError('the path in the URL of the bucket has a "%" that begins no code; write it as %25', {
      cause: error,
    });
  }
  if (path !== '' && !isKey(path)) throw new ConfigError(`"${path}" cannot stand before keys; give folders, a/b`);
  return path === '' ? '' : `${path}/`;
}

function optionsOf(options: URLSearchParams): Omit<S3Location, 'url' | 'bucket' | 'prefix'> {
  const given = (name: string) => {
    const value = options.get(name);
    return value ? { [name]: value } : {};
  };
  const endpoint = options.get('endpoint');
  if (endpoint && !(URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol))) {
    throw new ConfigError('the endpoint of the bucket is http://HOST:PORT or https://HOST:PORT');
  }
  if (endpoint && hasKeys(new URL(endpoint))) throw new ConfigError(KEYS_ELSEWHERE);
  const encryption = options.get('encryption');
  if (encryption && encryption !== 'AES256' && encryption !== 'aws:kms') {
    throw new ConfigError(`the encryption of a bucket is AES256 or aws:kms, not "${encryption}"`);
  }
  return {
    ...given('endpoint'),
    ...given('region'),
    ...given('encryption'),
    ...given('kmsKey'),
    ...given('tags'),
    pathStyle: isYes('pathStyle', options, Boolean(endpoint)),
    sidecar: isYes('sidecar', options, false),
  };
}

function isYes(name: string, options: URLSearchParams, unless: boolean): boolean {
  const value = options.get(name);
  if (value === null) return unless;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new ConfigError(`the option ${name} of a bucket is true or false, not "${value}"`);
}
