import { type MqttMessage, openLink } from '@vedette/core/mqtt';
import { eventually } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import { expectBooksClosed } from '../support/books.ts';
import { expectCounted, expectDelivered, untilReceipted, untilStored } from '../support/delivery.ts';
import { describeOverBothBrokers, type House, openHouse } from '../support/house.ts';

/** What the device's status at the edge broker says last that is wrong. */
function watchAlarms(house: House): () => string {
  let alarms = '';
  const onMessage = async ({ payload }: MqttMessage) => {
    alarms = JSON.parse(payload.toString()).alarms?.join('; ') ?? '';
  };
  const link = openLink({ url: house.edgeUrl, clientId: 'watcher', subscribe: ['vedette/+/+/status'], onMessage });
  onTestFinished(() => link.close(true));
  return () => alarms;
}

describeOverBothBrokers('a black hole (TCP up, nothing through)', (brokers) => {
  test('each shot is one object, and the status topic tells of it', async () => {
    const house = await openHouse({ brokers, settings: { forwarder: { silentAfterSeconds: 1 } } });
    const alarms = watchAlarms(house);
    await house.camera.publish({ count: 10 }).exit;
    await untilStored(house, 10);
    await untilReceipted(house); // that none come is another alarm
    house.link.blackHole();
    const taken = await house.camera.publish({ count: 20 }).exit;
    expect(taken.code, 'the edge takes everything all the same').toBe(0);
    await eventually('the alarm', () => alarms().includes('nothing has come through'));
    await house.link.pass();
    await expectDelivered(house);
    await expectCounted(house, 30);
    await expectBooksClosed(house);
    await eventually('the end of the alarm', () => alarms() === '');
  }, 120_000);
});
