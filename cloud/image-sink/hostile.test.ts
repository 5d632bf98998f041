import { encodeShot, type FaceShot, namePayload, type Pictured } from '@vedette/core/message';
import { eventually, SAMPLE_JPEG, sampleShot, testBroker } from '@vedette/core/testing';
import { HOSTILE_NAMES, RADOSGW_ABSENT, radosgw } from '@vedette/store/testing';
import { describe, expect, test } from 'vitest';
import { ALIAS, keysOf, testEdge, testSink } from './sink.testing.ts';

const YEAR_9999 = Date.UTC(9999, 11, 31) * 1_000;
const NAMES_IN_KEYS = '{label}/{track}-{session}/{site}/{device}/{camera}/{time}-{id}.{ext}';

const named = (name: string): Partial<Pictured<FaceShot>> => ({ site: name, device: name, camera: name });
const tracked = (id: string): Partial<Pictured<FaceShot>> => ({ track: { id, phase: 'best', seen: 1 } });

/** What a schema allows, however odd it is. */
const STORED: readonly Partial<Pictured<FaceShot>>[] = [
  ...HOSTILE_NAMES.map(named),
  ...['../../etc/passwd', 'a/b\\c', '/', '\0', 'a\0b', '\n', '\u007f', 'x'.repeat(100), '😀'.repeat(50), '\uffff'].map(
    (label) => ({ label }),
  ),
  ...['', '/'.repeat(64), '\0'.repeat(64), '\u202e'.repeat(64), '\u0301'.repeat(64), '..', '.tar'].map(tracked),
  ...[{ session: '../'.repeat(21) }, { session: '\0' }],
  ...[{ at: 0 }, { at: Number.MAX_SAFE_INTEGER }, { seq: Number.MAX_SAFE_INTEGER }],
];

const REFUSED: readonly Partial<Pictured<FaceShot>>[] = [
  ...['', '../../etc', 'a/b', '+', '#', 'a\0b', 'a\nb', '\u0085', '\uffff', 'x'.repeat(301), '日'.repeat(301)].map(
    named,
  ),
  ...[{ label: '' }, { label: 'x'.repeat(101) }, { session: '' }, { session: 'x'.repeat(65) }, tracked('x'.repeat(65))],
  ...[{ at: -1 }, { at: -YEAR_9999 }, { at: YEAR_9999 }, { at: 2 ** 62 }],
  ...[{ seq: 2 ** 53 }, { seq: -1 }, { id: '../../etc/passwd' }, { id: '019aa3c5-1f7b-7abc-8def-0123456789ab\0' }],
];

/** The one and the other, all at once, through a sink; what became of each. */
async function sendAll(settings: Record<string, unknown>) {
  const { port } = await testBroker();
  const edge = await testEdge(port);
  const started = await testSink({ port, settings });
  const payloads = [...STORED, ...REFUSED].map((over) => encodeShot(sampleShot(over)));
  for (const payload of payloads) await edge.publish(ALIAS, payload);
  await eventually('each has its end', () => started.kept.length >= payloads.length, 60_000);
  return { ...started, ids: payloads.map((payload) => namePayload(payload).id) };
}

function hostile(urlOf: () => Record<string, unknown>): void {
  test.each(['default', NAMES_IN_KEYS])(
    'in the layout %s each is stored under a safe key, or refused',
    async (key) => {
      const { sink, kept, bucket, ids, metrics } = await sendAll({ ...urlOf(), key });
      expect(sink.counts()).toEqual({ stored: STORED.length, duplicates: 0, rejected: REFUSED.length });
      const outcomes = new Map(kept.map(({ id, ...how }) => [id, how]));
      for (const [i, over] of STORED.entries()) {
        const { outcome, key = '' } = outcomes.get(ids[i] ?? '') ?? {};
        expect(outcome, JSON.stringify(over)).toBe('stored');
        expect(await bucket.get(key), JSON.stringify(over)).toEqual(SAMPLE_JPEG);
        expect(JSON.parse(String(await bucket.get(`${key}.json`)))).toMatchObject({ ...over, id: ids[i], key });
      }
      for (const [i, over] of REFUSED.entries()) {
        const { outcome, key } = outcomes.get(ids[STORED.length + i] ?? '') ?? {};
        expect(outcome, JSON.stringify(over)).toBe('rejected');
        expect(key).toMatch(/^dead-letters\/[0-9a-f]{2}\/[0-9a-f]{64}\.bin$/);
      }
      expect(await metrics.metrics()).toContain(`vedette_sink_rejected_total{reason="schema"} ${REFUSED.length}`);
      const keys = (await keysOf(bucket)).filter((one) => one.endsWith('.jpg'));
      expect(keys).toHaveLength(STORED.length);
      expect(keys.filter((one) => /[\p{C}\\]|(^|\/)\.|[. ](\/|$)/u.test(one))).toEqual([]);
    },
    90_000,
  );
}

describe('hostile messages into a directory', () => hostile(() => ({})));

describe.skipIf(RADOSGW_ABSENT)(`hostile messages into S3${RADOSGW_ABSENT}`, () => {
  const server = radosgw();
  hostile(() => ({ bucket: server.newPlace() }));
});
