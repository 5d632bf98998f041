import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { POSTGRES_ABSENT, postgres } from '@vedette/store/testing';
import { describe, test } from 'vitest';
import { expectKilledKeepersToDoNoHarm } from './killed-keepers.testing.ts';

/** In the suite; more of them with VEDETTE_KILL_ROUNDS. */
const ROUNDS = Number(process.env['VEDETTE_KILL_ROUNDS'] ?? 6);

test(`killed at ${ROUNDS} points while it fills packs, a sink has stored each shot once`, async () => {
  const folder = temporaryFolder();
  const urls = { bucketUrl: `file:${join(folder, 'bucket')}`, catalogUrl: `file:${join(folder, 'catalog.db')}` };
  await expectKilledKeepersToDoNoHarm({ ...urls, processes: 1, rounds: ROUNDS, seed: 23 });
}, 120_000);

describe.skipIf(POSTGRES_ABSENT)(`with a catalog in PostgreSQL${POSTGRES_ABSENT}`, () => {
  const server = postgres();

  test('two at once that are killed while they fill packs with the same shots store each shot once', async () => {
    const bucketUrl = `file:${join(temporaryFolder(), 'bucket')}`;
    const catalogUrl = server.urlOf(await server.newDatabase());
    await expectKilledKeepersToDoNoHarm({ bucketUrl, catalogUrl, processes: 2, rounds: ROUNDS / 2, seed: 29 });
  }, 120_000);
});
