import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { ConfigError, ResourceError } from '@vedette/core/errors';
import type { Bucket, PutOptions } from '../bucket.ts';
import { segmentsOf } from '../key.ts';
import { Conditions } from './conditions.ts';
import { toMetadata } from './description-metadata.ts';
import { listObjects } from './list-objects.ts';
import { ObjectPutter } from './object-putter.ts';
import { ObjectSender } from './object-sender.ts';
import { describedWithin, getObject, hasObject } from './read-object.ts';
import { removeObject } from './remove-object.ts';
import { createS3Client } from './s3-client.ts';
import { isLasting, s3Errors } from './s3-error.ts';
import { addressOf, type S3Location } from './s3-location.ts';
import { updateObject } from './update-object.ts';

export interface S3Options {
  /** False for readers, which need no right to write. */
  readonly create: boolean;
  /** As in `OpenOptions`. */
  readonly isExclusive?: boolean | undefined;
  readonly onWarning?: ((warning: string) => void) | undefined;
}

const DESCRIPTION = { contentType: 'application/json' };

/**
 * Opens a bucket on S3 or a server like it. A description goes into the object's metadata where it fits, so that both are
 * stored by one request; under `<key>.json` it is read either way. A server that is down now may be up later and is no
 * error here. Rejects with ResourceError for a bucket that is missing or denied.
 */
export async function openS3Bucket(location: S3Location, options: S3Options): Promise<Bucket> {
  const { create, isExclusive = false, onWarning = () => {} } = options;
  const client = createS3Client(location);
  const sender = new ObjectSender(client, location);
  const conditions = new Conditions({ sender, bucket: location.bucket, onWarning });
  const putter = new ObjectPutter({ client, location, sender, conditions, isExclusive });
  if (create) await tryAtStart(() => (isExclusive ? conditions.require() : conditions.ask()), location);
  const inHand = new Set<Promise<unknown>>();
  let isClosed = false;

  /** Work that `close` waits for. */
  async function begin<T>(what: string, work: () => Promise<T>): Promise<T> {
    if (isClosed) throw new ResourceError(`the bucket s3://${location.bucket} is closed`);
    const begun = s3Errors(location, what, work);
    inHand.add(begun);
    return begun.finally(() => inHand.delete(begun));
  }

  async function putIfAbsent(key: string, body: Uint8Array, { contentType, describe }: PutOptions) {
    if (key.endsWith('.json') && (await describedWithin(client, location, key))) return 'present';
    const description = describe?.();
    const metadata = metadataFor(location, description);
    const outcome = await putter.putIfAbsent({ key, body, contentType, metadata });
    if (outcome === 'stored' && description !== undefined && !metadata) await putBeside(key, description);
    return outcome;
  }

  async function putBeside(key: string, description: string) {
    await sender.send({ key: `${key}.json`, body: Buffer.from(description), ...DESCRIPTION });
  }

  return {
    url: location.url,
    async putIfAbsent(key, body, options) {
      checkKeys(key, options);
      return begin('write to', () => putIfAbsent(key, body, options));
    },
    async update(key, { contentType }, change) {
      segmentsOf(key);
      const target = { client, location, sender, conditions };
      return begin('write to', () => updateObject(target, { key, contentType }, change));
    },
    async remove(key) {
      segmentsOf(key);
      return begin('remove from', async () => {
        // The object first: what a kill leaves of it is its description, and the same call removes that.
        const hadObject = await removeObject(client, location, key);
        return (await removeObject(client, location, `${key}.json`)) || hadObject;
      });
    },
    async get(key, part) {
      segmentsOf(key);
      return s3Errors(location, 'read', async () => {
        const within = key.endsWith('.json') ? await describedWithin(client, location, key) : undefined;
        if (!within) return getObject(client, location, key, part);
        return part ? within.subarray(part.from, part.from + part.bytes) : within;
      });
    },
    list: (prefix, { after } = {}) => listObjects(client, location, prefix, after),
    async linkTo(key, seconds) {
      segmentsOf(key);
      const command = new GetObjectCommand(addressOf(location, key));
      return s3Errors(location, 'read', async () => {
        if (!(await hasObject(client, location, key))) return undefined;
        return { url: await getSignedUrl(client, command, { expiresIn: seconds }) };
      });
    },
    async close() {
      isClosed = true;
      await Promise.allSettled(inHand);
      client.destroy();
    },
  };
}

/** An object's key, and that of its description where it has one, must be such. */
function checkKeys(key: string, { describe }: PutOptions): void {
  segmentsOf(key);
  if (describe) segmentsOf(`${key}.json`);
}

/** Undefined where the description has to lie beside its object, or there is none. */
function metadataFor({ sidecar }: S3Location, description: string | undefined): Record<string, string> | undefined {
  return description === undefined || sidecar ? undefined : toMetadata(description);
}

/** What the bucket can, so that a wrong setting ends the start; a server that is down may be up later. */
async function tryAtStart(attempt: () => Promise<unknown>, location: S3Location): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof ResourceError) throw new ConfigError(error.message, { cause: error });
    if (isLasting(error)) await s3Errors(location, 'write to', () => Promise.reject(error));
  }
}
