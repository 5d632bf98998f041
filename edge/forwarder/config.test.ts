import { environmentName, leavesOf, loadConfig, redact } from '@vedette/core/config';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { forwarderSchema } from './config.ts';

const schema = z.strictObject({ forwarder: forwarderSchema.prefault({}) });

test('defaults, and numbers from the environment', () => {
  const environment = { VEDETTE_FORWARDER_SPOOL_MAX_BYTES: '100000000', VEDETTE_FORWARDER_PASSWORD: 'secret' };
  const config = loadConfig(schema, { environment });
  expect(config.forwarder).toEqual({
    edgeUrl: 'mqtt://127.0.0.1:1883',
    cloudUrl: 'mqtt://127.0.0.1:1884',
    password: 'secret',
    windowBytes: 2_097_152,
    resendAfterSeconds: 15,
    silentAfterSeconds: 5,
    policy: 'best-then-rest',
    maxAgeSeconds: 3_600,
    reduce: [],
    classes: [],
    maxMessageBytes: 8_388_608,
    maxOversizeBytes: 268_435_456,
    spool: { maxBytes: 100_000_000, reserveBytes: 268_435_456, segmentBytes: 16_777_216 },
  });
  expect(redact(schema, config)).toMatchObject({ forwarder: { password: '(hidden)' } });
});

test('a spool that holds no two messages is refused with its name', () => {
  const environment = { VEDETTE_FORWARDER_SPOOL_MAX_BYTES: '1000' };
  expect(() => loadConfig(schema, { environment })).toThrow(
    'forwarder.spool.maxBytes (VEDETTE_FORWARDER_SPOOL_MAX_BYTES)',
  );
});

test.each([
  [{ resendAfterSeconds: 86_401 }, 'forwarder.resendAfterSeconds (VEDETTE_FORWARDER_RESEND_AFTER_SECONDS)'],
  [{ cloudUrl: 'mqtt://127.0.0.1:1883' }, 'the cloud broker cannot be the edge broker'],
])('%j is refused', (forwarder, message) => {
  expect(() => loadConfig(schema, { environment: {}, flags: { forwarder } })).toThrow(message);
});

test('nothing may be left free, and nothing put aside', () => {
  const flags = { forwarder: { maxOversizeBytes: 0, spool: { reserveBytes: 0 } } };
  expect(loadConfig(schema, { environment: {}, flags }).forwarder).toMatchObject(flags.forwarder);
});

test('every setting says what it is', () => {
  const silent = leavesOf(schema).filter(({ schema: leaf }) => !leaf.description);
  expect(silent.map(({ path }) => environmentName(path))).toEqual([]);
});
