import { type DeviceLedger, deviceLedgerSchema } from '@vedette/core/ledger';
import { encodeShot } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import { eventually, sampleShot, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { bothSides, client, DEVICE, forwarder, PLACE, SHOTS, untilReady } from '../forwarder.testing.ts';

const LEDGER = `vedette/home/${DEVICE}/ledger`;
const REPORTS = `vedette/home/${DEVICE}/cam0/ledger`;

const ledgerIn = ({ payload }: MqttMessage): DeviceLedger => deviceLedgerSchema.parse(JSON.parse(payload.toString()));

/** The books that somebody who comes late finds at a broker, once they have both minutes. */
async function retainedAt(url: string): Promise<DeviceLedger> {
  const isWhole = (message: MqttMessage) => ledgerIn(message).cameras[0]?.minutes.length === 2;
  const heard: MqttMessage[] = [];
  await client(url, [LEDGER], (message) => heard.push(message));
  await eventually('the ledger is said', () => heard.some(isWhole));
  const found: MqttMessage[] = [];
  await client(url, [LEDGER], (message) => found.push(message));
  const message = await eventually('the retained ledger', () => found.find(({ retain }) => retain));
  return ledgerIn(message);
}

test('the books of detector and forwarder are retained at both brokers from each connect on', async () => {
  const { camera, cloud, urls } = await bothSides();
  const data = temporaryFolder();
  const first = await forwarder(urls, { data });
  await untilReady(first);
  const shots = [0, 1, 2].map((seq) => sampleShot({ ...PLACE, seq }));
  for (const shot of shots) await camera.publish(SHOTS, encodeShot(shot));
  const minutes = [{ minute: '2026-11-20T22:38Z', generated: 9, suppressed: 6, shots: 3 }];
  await camera.publish(REPORTS, JSON.stringify({ v: 1, session: 's1', minutes }));
  await camera.publish(SHOTS, 'a text, behind the report');
  await eventually('all have their end', () => first.settled.length === 4);
  await first.forwarder.stop();

  cloud.answers = false;
  const second = await forwarder(urls, { data });
  await untilReady(second);
  const row = {
    minute: '2026-11-20T22:38Z',
    generated: 9,
    suppressed: 6,
    shots: 3,
    received: 3,
    stored: 3,
    waiting: 0,
  };
  for (const url of [urls.edgeUrl, urls.cloudUrl]) {
    const cameras = await eventually(`its books are told at ${url}`, async () => {
      const { cameras } = await retainedAt(url);
      return JSON.stringify(cameras).includes('"rejected":1') && cameras;
    });
    expect(cameras).toMatchObject([{ camera: 'cam0', minutes: [row, { received: 1, rejected: 1, generated: 0 }] }]);
  }
});

test('a clean stop leaves the last books at both brokers', async () => {
  const { camera, urls } = await bothSides();
  const running = await forwarder(urls);
  await untilReady(running);
  await camera.publish(SHOTS, encodeShot(sampleShot(PLACE)));
  await eventually('it has its receipt', () => running.settled.length === 1);
  await running.forwarder.stop();
  for (const url of [urls.edgeUrl, urls.cloudUrl]) {
    const found: MqttMessage[] = [];
    await client(url, [LEDGER], (message) => found.push(message));
    const message = await eventually(`the books at ${url}`, () => found[0]);
    expect(ledgerIn(message).cameras).toMatchObject([{ minutes: [{ received: 1, stored: 1, waiting: 0 }] }]);
  }
});

test('what is no report is counted, and the next one is taken', async () => {
  const { camera, urls } = await bothSides();
  const running = await forwarder(urls);
  await untilReady(running);
  const noMinute = '{"v":1,"session":"s","minutes":[{"minute":"2026-99-99T99:99Z","generated":1}]}';
  for (const text of ['', 'nonsense', noMinute, 'x'.repeat(300_000)]) await camera.publish(REPORTS, text);
  const unpublished = { constructor: 1, unsent: 1, 'x"} 1\n': 1 };
  const minutes = [{ minute: '2026-11-20T22:38Z', generated: 2, suppressed: 2, unpublished }];
  await camera.publish(REPORTS, JSON.stringify({ v: 1, session: 's1', minutes }));
  await eventually('the last one is in the books', async () => {
    const page = await running.metrics.metrics();
    return page.includes('vedette_forwarder_ledger_shots{state="generated",reason=""} 2\n');
  });
  const page = await running.metrics.metrics();
  expect(page).toContain('vedette_forwarder_bad_reports_total 4\n');
  expect(page.match(/(?<=ledger_shots\{state="unpublished",reason=").*/g)).toEqual(['other"} 2', 'unsent"} 1']);
});

test('the metrics have each state with its reason, and name what is missing', async () => {
  const { camera, cloud, urls } = await bothSides(false);
  const running = await forwarder({ ...urls, maxMessageBytes: 1_000 });
  await untilReady(running);
  const shot = sampleShot(PLACE);
  await camera.publish(SHOTS, encodeShot(shot));
  await camera.publish(SHOTS, Buffer.alloc(2_000));
  const minutes = [{ minute: '2026-11-20T22:38Z', generated: 5, suppressed: 1, shots: 3 }];
  await camera.publish(REPORTS, JSON.stringify({ v: 1, session: 's1', minutes }));
  await eventually('it is in the cloud', () => cloud.got.length > 0);
  await eventually('the metrics', async () => {
    const page = await running.metrics.metrics();
    return [
      'ledger_shots{state="received",reason=""} 2',
      'ledger_shots{state="waiting",reason=""} 1',
      'ledger_shots{state="dropped",reason="oversize"} 1',
      'ledger_residue_shots{name="held-by-tracker"} 1',
      'ledger_residue_shots{name="on-the-edge-broker"} 2',
      'ledger_residue_shots{name="without-an-end"} 0',
      'ledger_not_in_spool_shots 0',
    ].every((line) => page.includes(`vedette_forwarder_${line}\n`));
  });
});
