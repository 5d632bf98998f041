import { eventually } from '@vedette/core/testing';
import { type CatalogShot, openBucket, openCatalog } from '@vedette/store';
import { POSTGRES_ABSENT, postgres, RADOSGW_ABSENT, radosgw } from '@vedette/store/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { expectDelivered, untilReceipted } from './support/delivery.ts';
import { type House, layHouse } from './support/house.ts';
import type { Brokers } from './support/house-settings.ts';
import { HAS_MOSQUITTO_AND_TOOLS } from './support/mosquitto.ts';
import { type SharingSink, startSharingSink } from './support/sinks.ts';

/** A house without a sink. */
async function openWithoutSink(brokers: Brokers): Promise<House> {
  const house = await layHouse({ brokers });
  house.start('edge-broker', 'cloud-broker', 'forwarder');
  await eventually('the forwarder is ready', () => house.isReady('forwarder'), 30_000);
  return house;
}

async function startSinks(count: number, house: House, flags: readonly string[] = []): Promise<SharingSink[]> {
  return Promise.all(Array.from({ length: count }, () => startSharingSink(house, flags)));
}

/** All that the catalog has: no more than a page. */
async function catalogedIn(url: string): Promise<readonly CatalogShot[]> {
  const catalog = await openCatalog(url, { create: false });
  onTestFinished(() => catalog.close());
  return (await catalog.shots({ limit: 1_000 })).items;
}

const ABSENT = `${HAS_MOSQUITTO_AND_TOOLS ? '' : ' (needs mosquitto and openssl)'}${RADOSGW_ABSENT}${POSTGRES_ABSENT}`;

describe.skipIf(ABSENT !== '')(`three sinks at a mosquitto, with S3 and PostgreSQL${ABSENT}`, () => {
  const gateway = radosgw();
  const server = postgres();

  test('share the work; one is killed, and each shot is there once, as it was first stored', async () => {
    const place = gateway.newPlace();
    const url = server.urlOf(await server.newDatabase());
    const house = await openWithoutSink('mosquitto');
    const sinks = await startSinks(3, house, ['--bucket', place, '--catalog', url]);
    for (const sink of sinks) await eventually('it is ready', () => sink.isReady(), 30_000);

    const publisher = house.camera.publish({ count: 400, perSecond: 100 });
    const stored = () => Promise.all(sinks.map((sink) => sink.stored()));
    const before = await eventually('each has stored some', async () => {
      const counts = await stored();
      return counts.every((count) => count >= 20) && counts;
    });
    house.link.reset(); // what was not acknowledged comes again, to any of them
    const [victim, ...others] = sinks;
    victim?.process.kill('SIGKILL');
    await victim?.process.exit;
    await publisher.exit;
    await untilReceipted(house);

    const sent = [...house.camera.sent().keys()].sort();
    expect(sent).toHaveLength(400);
    const bucket = await openBucket(place, { create: false });
    onTestFinished(() => bucket.close());
    const images: string[] = [];
    for await (const { key } of bucket.list('face/')) images.push(key);
    expect(images.map((key) => key.slice(-40, -4)).sort()).toEqual(sent);
    const cataloged = await catalogedIn(url);
    expect(cataloged.map(({ id }) => id).sort()).toEqual(sent);
    // The first to store it has said when: to write it again would leave the catalog with another time.
    const described = cataloged.map(async ({ key }) => JSON.parse(String(await bucket.get(`${key}.json`))));
    expect(await Promise.all(described)).toEqual(cataloged);
    const after = await Promise.all(others.map((sink) => sink.stored()));
    for (const [i, count] of after.entries()) expect(count).toBeGreaterThan(before[i + 1] ?? 0);
  }, 120_000);
});

test('two sinks at our own broker take turns; the one at work is killed, and the other one follows', async () => {
  const house = await openWithoutSink('aedes');
  const sinks = await startSinks(2, house);
  const first = await eventually('one is ready', async () => {
    for (const sink of sinks) if (await sink.isReady()) return sink;
    return undefined;
  });
  const second = sinks.find((sink) => sink !== first) as SharingSink;
  await eventually('the other one stands by', async () =>
    /^stands by: .+ takes the shots$/.test(await second.trouble()),
  );

  const publisher = house.camera.publish({ count: 300, perSecond: 100 });
  await eventually('the first has stored some', async () => (await first.stored()) >= 50);
  expect(await second.stored()).toBe(0);
  first.process.kill('SIGKILL');
  await eventually('the other one follows', () => second.isReady(), 30_000);
  await publisher.exit;
  await expectDelivered(house);
  const cataloged = await catalogedIn(`file:${house.cwd}/data/catalog.db`);
  expect(cataloged.map(({ id }) => id).sort()).toEqual([...house.camera.sent().keys()].sort());
  expect(await second.stored()).toBeGreaterThan(0);
}, 120_000);
