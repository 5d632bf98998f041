import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ResourceError } from '@vedette/core/errors';
import { retryDelays } from '@vedette/core/run';
import type { ObjectSender } from './object-sender.ts';
import { removeObject } from './remove-object.ts';
import { statusOf } from './s3-error.ts';
import { addressOf, type S3Location } from './s3-location.ts';

/** So often may others have written in between: each time, one of them has got on. */
const TRIES = 20;
/** It was changed, is gone, or is being written. */
const OVERTAKEN: readonly (number | undefined)[] = [412, 404, 409];

/**
 * Writes what `change` makes of an object on the condition that it is still what was read, or removes it where that is
 * nothing; false where there is none. Throws as the S3 client does.
 */
export async function updateObject(
  { client, location, sender }: { client: S3Client; location: S3Location; sender: ObjectSender },
  { key, contentType, isConditional }: { key: string; contentType: string; isConditional: boolean },
  change: (body: Buffer) => Uint8Array | undefined,
): Promise<boolean> {
  const delays = retryDelays({ firstMs: 20, maxMs: 1_000 });
  let refused: string | undefined;
  let isBare = false;
  for (let tries = 1; tries <= TRIES; tries++) {
    const found = await read(client, location, key);
    if (!found) return false;
    const body = change(found.body);
    if (!body) return removeObject(client, location, key);
    try {
      // It was not overtaken, then: Ceph 16 compares the tag with one that has no quotes.
      isBare ||= refused !== undefined && found.tag === refused;
      const IfMatch = isBare ? found.tag?.replaceAll('"', '') : found.tag;
      await sender.send({ key, body, contentType }, isConditional ? { IfMatch } : {});
      return true;
    } catch (error) {
      if (!OVERTAKEN.includes(statusOf(error))) throw error;
      refused = found.tag;
      await sleep(delays.next().value);
    }
  }
  throw new ResourceError(`others change ${key} all the time`);
}

async function read(client: S3Client, location: S3Location, key: string) {
  try {
    const { Body, ETag } = await client.send(new GetObjectCommand(addressOf(location, key)));
    return Body && { body: Buffer.from(await Body.transformToByteArray()), tag: ETag };
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
