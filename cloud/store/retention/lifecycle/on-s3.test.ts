import { GetBucketLifecycleConfigurationCommand, PutBucketLifecycleConfigurationCommand } from '@aws-sdk/client-s3';
import { ResourceError } from '@vedette/core/errors';
import { nowMicros } from '@vedette/core/message';
import { describe, expect, test } from 'vitest';
import { RADOSGW_ABSENT, radosgw } from '../../bucket/s3/radosgw.testing.ts';
import { parseS3Url } from '../../bucket/s3/s3-location.ts';
import { sampleEntry } from '../../catalog/entries.testing.ts';
import { idsIn, rig, storeAll } from '../../forget/erase.testing.ts';
import { DEFAULT_TEMPLATE } from '../../keys/shot-key.ts';
import { retentionSchema } from '../config.ts';
import { type SweepOnceOptions, sweepOnce } from '../sweep-once.ts';
import { giveToS3 } from './give-to-s3.ts';
import { lookAtLifecycle } from './lifecycle-state.ts';
import { putLifecycle } from './put-lifecycle.ts';

const DAY = 86_400_000_000;

describe.skipIf(RADOSGW_ABSENT)(`the lifecycle rules of a bucket on S3${RADOSGW_ABSENT}`, () => {
  const server = radosgw();

  /** Begins of keys, and days, of all rules in the bucket. */
  async function inForce(url: string): Promise<string[]> {
    const asked = server.client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: new URL(url).host }));
    const { Rules = [] } = await asked.catch((error: Error) => {
      if (error.name === 'NoSuchLifecycleConfiguration') return { Rules: [] };
      throw error;
    });
    return Rules.map(({ Filter, Expiration }) => `${Filter?.Prefix} ${Expiration?.Days}`).sort();
  }

  /** A bucket with shots of so many days of age, and how it is swept by some rules. */
  async function filled(ages: readonly number[]) {
    const url = server.newPlace();
    const given = await rig(url);
    const at = nowMicros();
    const entries = ages.map((age) => sampleEntry({ at: at - age * DAY }));
    await storeAll(given, entries);
    const { bucket, catalog } = given;
    const { signal } = new AbortController();
    const { prefix } = parseS3Url(url);
    const setup = (rules: object[], lifecycle = true) => ({
      ...{ bucketUrl: url, rules: retentionSchema.parse(rules), template: DEFAULT_TEMPLATE, lifecycle },
    });
    return {
      ...{ bucket, catalog, signal, setup },
      swept: (rules: object[], over: Partial<SweepOnceOptions> & { lifecycle?: boolean } = {}) =>
        sweepOnce(setup(rules, over.lifecycle), { bucket, catalog, signal, ...over }),
      left: async () => (await idsIn(catalog)).length,
      /** Of this place in the bucket. */
      inForce: async () =>
        (await inForce(url)).flatMap((rule) => (rule.startsWith(prefix) ? [rule.slice(prefix.length)] : [])),
    };
  }

  test('ours are put and removed by their names, and those of others, and of other places, stay', async () => {
    const ours = server.newPlace();
    const theirs = { ID: 'nightly', Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 3 } } as const;
    const Bucket = new URL(ours).host;
    const LifecycleConfiguration = { Rules: [theirs] };
    await server.client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
    const { prefix } = parseS3Url(ours);
    const faces = { prefix: 'face/', days: 7 };
    await putLifecycle(ours, [faces, { prefix: 'invalid/', days: 30 }]);
    expect(await inForce(ours)).toEqual(['logs/ 3', `${prefix}face/ 7`, `${prefix}invalid/ 30`]);
    await putLifecycle(ours, [faces]);
    await putLifecycle(server.newPlace(), [faces]);
    expect(await inForce(ours)).toHaveLength(3);
    await putLifecycle(ours, []);
    expect(await inForce(ours)).toHaveLength(2);
  });

  test('are put behind a sweep, follow what is set, and end with it', async () => {
    const { swept, left, inForce: there } = await filled([0, 1, 2, 40]);
    const faces = (days: number) => [{ kind: 'face', days }, { label: 'cat' }];
    await swept(faces(30), { dryRun: true });
    expect([await there(), await left()]).toEqual([[], 4]);
    expect(await swept(faces(30))).toMatchObject({ counts: { shots: 1 }, objection: undefined });
    expect(await there()).toEqual(['face/dt= 30']);
    await swept(faces(365));
    expect(await there()).toEqual(['face/dt= 365']);
    await swept(faces(365), { lifecycle: false, dryRun: true });
    expect(await there()).toEqual(['face/dt= 365']);
    await swept(faces(365), { lifecycle: false });
    expect(await there()).toEqual([]);
    await swept(faces(365));
    await swept([]);
    expect([await there(), await left()]).toEqual([[], 3]);
  });

  test('wait for a person where a sweep does; those that were there end all the same', async () => {
    const { swept, left, inForce: there } = await filled([0, 3, 4, 5]);
    await swept([{ kind: 'face', days: 30 }]);
    const objection = expect.stringMatching(/^nothing is removed: 3 of all 4 shots/);
    expect(await swept([{ kind: 'face', days: 2 }])).toEqual({ objection });
    expect([await there(), await left()]).toEqual([[], 4]);
    expect(await swept([{ kind: 'face', days: 2 }], { yes: true })).toMatchObject({ counts: { shots: 3 } });
    expect([await there(), await left()]).toEqual([['face/dt= 2'], 1]);
  });

  test('that are there leave S3 two days more; what it has left then goes', async () => {
    const { swept, left, setup } = await filled([0, 0.5, 3, 3.5, 3.9, 6]);
    const rules = [{ kind: 'face', days: 2 }];
    await putLifecycle(setup(rules).bucketUrl, [{ prefix: 'face/dt=', days: 2 }]);
    expect(await swept(rules)).toEqual({ counts: expect.objectContaining({ shots: 1 }), objection: undefined });
    expect(await left()).toBe(5);
  });

  test('wait for a person where the bucket has what the catalog lacks', async () => {
    const { bucket, signal, setup, inForce: there } = await filled([0, 0]);
    const state = await lookAtLifecycle(setup([{ kind: 'face', days: 7 }]));
    const inAWeek = { bucket, signal, now: nowMicros() + 7.1 * DAY };
    const given = (over: object) => giveToS3(setup([]), state, { ...inAWeek, ...over });
    expect(await given({})).toMatch(/no rule of 7 days for "face\/dt=": \d of \d objects would go/);
    expect(await there()).toEqual([]);
    expect(await given({ now: nowMicros() + 6.9 * DAY })).toBeUndefined();
    expect(await there()).toEqual(['face/dt= 7']);
  });

  test('that nobody may ask for are no fault unless some are to be put', async () => {
    const { setup } = await filled([]);
    const bucketUrl = `s3://nowhere?endpoint=${server.endpoint}`;
    const asked = (lifecycle: boolean) =>
      lookAtLifecycle({ ...setup([{ kind: 'face', days: 7 }], lifecycle), bucketUrl });
    expect(await asked(false)).toMatchObject({ stale: [], missing: [], unknown: expect.stringContaining('no bucket') });
    await expect(asked(true)).rejects.toThrow(ResourceError);
  });
});
