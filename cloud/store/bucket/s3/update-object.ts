import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ResourceError } from '@vedette/core/errors';
import { retryDelays } from '@vedette/core/run';
import type { Change } from '../bucket.ts';
import type { Conditions } from './conditions.ts';
import type { ObjectSender } from './object-sender.ts';
import { removeObject } from './remove-object.ts';
import { statusOf } from './s3-error.ts';
import { addressOf, type S3Location } from './s3-location.ts';

/** So often may others have written in between: each time, one of them has got on. */
const TRIES = 20;
/** So often in a row may it be refused though it has not changed: both spellings of its tag, and another write in the making. */
const UNCHANGED = 5;

interface Target {
  readonly client: S3Client;
  readonly location: S3Location;
  readonly sender: ObjectSender;
  readonly conditions: Conditions;
}

/**
 * Writes what `change` makes of an object on the condition that it is still what was read, or removes it where that is
 * nothing; false where there is none. Throws as the S3 client does, and ResourceError where it cannot be on that condition.
 */
export async function updateObject(
  { client, location, sender, conditions }: Target,
  { key, contentType }: { key: string; contentType: string },
  change: Change,
): Promise<boolean> {
  const delays = retryDelays({ firstMs: 20, maxMs: 1_000 });
  let refused: string | undefined;
  let unchanged = 0;
  let isBare = false;
  for (let tries = 0; tries < TRIES && unchanged < UNCHANGED; tries++) {
    const found = await read(client, location, key);
    if (!found) return false;
    const body = change(found.body);
    if (body === 'as it is') return true;
    if (!body) return removeObject(client, location, key);
    await conditions.require();
    unchanged = found.tag === refused ? unchanged + 1 : 0;
    // Ceph 16 compares the tag with one that has no quotes, others with one that has.
    if (unchanged > 0) isBare = !isBare;
    const tag = isBare ? found.tag.replaceAll('"', '') : found.tag;
    if ((await sender.sendIfSame({ key, body, contentType }, tag)) === 'stored') return true;
    refused = found.tag;
    await sleep(delays.next().value);
  }
  conditions.forget();
  await conditions.require();
  if (unchanged < UNCHANGED) throw new ResourceError(`${key} was changed by others ${TRIES} times in a row`);
  throw new ResourceError(
    `the server refuses ${key} under the tag that it has (If-Match), with quotes and without; it does not compare tags as S3 does`,
  );
}

async function read(client: S3Client, location: S3Location, key: string) {
  try {
    const { Body, ETag = '' } = await client.send(new GetObjectCommand(addressOf(location, key)));
    return Body && { body: Buffer.from(await Body.transformToByteArray()), tag: ETag };
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
