import { eventually, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { imageIds } from '../support/bucket.ts';
import { describeOverBothBrokers, openHouse } from '../support/house.ts';
import type { Sections } from '../support/house-settings.ts';
import { vedette } from '../support/vedette.ts';

const KIB = 1_024;
/** Room for less than what the other device sends, and windows for little of that. */
const SMALL = {
  spool: { maxBytes: 2_048 * KIB, segmentBytes: 128 * KIB, reserveBytes: 0 },
  maxMessageBytes: 256 * KIB,
  windowBytes: 128 * KIB,
  resendAfterSeconds: 0.3,
};
const FOREIGN = { count: 24, bytes: 100_000, device: 'jetson-2' };

/** Gives the house's device and its sink a name at our own cloud broker, which is open without; their settings. */
async function identities(cwd: string): Promise<Sections> {
  async function login(section: 'forwarder' | 'imageSink', ...words: string[]) {
    const { code, stdout, stderr } = await vedette(['cloud-broker', 'add-device', ...words], { cwd }).exit;
    expect(code, stderr).toBe(0);
    const { username, password } = parse(stdout)[section];
    return { username, password }; // the broker's port is the house's own
  }
  return {
    forwarder: await login('forwarder', 'home/jetson-1'),
    imageSink: await login('imageSink', 'sink', '--role', 'sink'),
  };
}

describeOverBothBrokers("a spool full of another device's shots, which the cloud broker does not let in", (brokers) => {
  test('they give way to own ones, and each of these is stored', async () => {
    const cwd = temporaryFolder();
    const logins: Sections = brokers === 'aedes' ? await identities(cwd) : {};
    const forwarder = { ...logins['forwarder'], ...SMALL };
    const house = await openHouse({ brokers, cwd, settings: { ...logins, forwarder } });
    const dropped = () => house.metric('forwarder', 'vedette_forwarder_dropped_total');
    await house.camera.publish(FOREIGN).exit;
    await eventually('the spool is full of them', async () => (await dropped()) > 0);
    const own = house.camera.publish({ count: 30, bytes: 5_000 });
    expect((await own.exit).code).toBe(0);
    const isStored = () => {
      const stored = imageIds(house.bucket);
      return [...house.camera.acknowledged(own).keys()].every((id) => stored.has(id));
    };
    await eventually('all own ones are stored', isStored, 60_000);
    expect(imageIds(house.bucket).size, 'and no other').toBe(30);
  }, 120_000);
});
