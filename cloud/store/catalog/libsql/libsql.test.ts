import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import Database from 'libsql';
import { catalogContract } from '../catalog.testing.ts';
import { openCatalog } from '../open-catalog.ts';

const fresh = async () => {
  const file = join(temporaryFolder(), 'data', 'catalog.db');
  const run = async (sql: string) => {
    const database = new Database(file);
    database.exec(sql);
    database.close();
  };
  return { open: () => openCatalog(`file:${file}`), run };
};
catalogContract('libsql', fresh);
