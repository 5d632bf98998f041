import { join } from 'node:path';
import { commonSchema } from '@vedette/core/config';
import { loggedContext, temporaryFolder } from '@vedette/core/testing';
import { RADOSGW_ABSENT, radosgw } from '@vedette/store/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { imageSinkSchema } from './config.ts';
import { openStores } from './open-stores.ts';

describe.skipIf(RADOSGW_ABSENT)(`a bucket without conditional writes${RADOSGW_ABSENT}`, () => {
  const gateway = radosgw();

  test('is warned of, and none for packs', async () => {
    const { url, setVersioning } = await gateway.newBucket();
    await setVersioning('Enabled'); // with which Ceph has none
    const data = temporaryFolder();
    const common = { ...commonSchema.parse({ data }), catalog: { url: `file:${join(data, 'catalog.db')}` } };
    const config = (more: object) => imageSinkSchema.parse({ brokerUrl: 'mqtt://127.0.0.1', bucket: url, ...more });
    const { log, lines } = loggedContext('warn');
    const stores = await openStores(config({}), common, log);
    onTestFinished(() => stores.close(log));
    expect(lines.map(({ msg }) => msg)).toEqual([expect.stringContaining('no conditional writes')]);
    await expect(openStores(config({ packs: {} }), common, log)).rejects.toMatchObject({ name: 'ConfigError' });
  });
});
