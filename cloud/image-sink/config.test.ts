import { resolve } from 'node:path';
import { commonSchema, loadConfig, redact } from '@vedette/core/config';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { bucketUrlOf, imageSinkSchema } from './config.ts';

const schema = z.strictObject({ imageSink: imageSinkSchema.prefault({}) });

test('it works without any setting, and stores in the data folder', () => {
  const config = imageSinkSchema.parse({});
  expect(config).toEqual({
    brokerUrl: 'mqtt://127.0.0.1:1884',
    booksDays: 30,
    clientId: 'vedette-image-sink',
    concurrency: 128,
    key: 'default',
    maxImageBytes: 20_971_520,
    maxPixels: 50_000_000,
  });
  const common = commonSchema.parse({ data: 'some/data' });
  expect(bucketUrlOf(config, common)).toBe(`file:${resolve('some/data/bucket')}`);
  expect(bucketUrlOf({ ...config, bucket: 'file:/srv/b' }, common)).toBe('file:/srv/b');
});

test('the environment sets numbers as text, and the password is hidden where it is shown', () => {
  const environment = { VEDETTE_IMAGE_SINK_CONCURRENCY: '2', VEDETTE_IMAGE_SINK_PASSWORD: 'hunter2' };
  const config = loadConfig(schema, { environment });
  expect(config.imageSink).toMatchObject({ concurrency: 2, password: 'hunter2' });
  expect(JSON.stringify(redact(schema, config))).not.toContain('hunter2');
});

test.each([
  ['VEDETTE_IMAGE_SINK_CONCURRENCY', '0'],
  ['VEDETTE_IMAGE_SINK_MAX_PIXELS', 'many'],
  ['VEDETTE_IMAGE_SINK_BROKER_URL', 'http://127.0.0.1'],
  ['VEDETTE_IMAGE_SINK_BUCKET', 's3://shots?regoin=x'],
])('%s=%s is refused by name', (name, value) => {
  expect(() => loadConfig(schema, { environment: { [name]: value } })).toThrow(name);
});
