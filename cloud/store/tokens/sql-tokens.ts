import { catalogErrors } from '../catalog/catalog-errors.ts';
import { fromColumn, toColumn } from '../catalog/column-text.ts';
import type { Engine } from '../catalog/engine.ts';
import type { TokenRow } from '../catalog/tables.ts';
import type { AccessToken, NewToken, Tokens } from './tokens.ts';

/** Among the secrets: says that there was a token. */
const HAD_ANY = 'had-tokens';

/** Tokens in the catalog's database. One statement does each, so none takes a turn among those who write shots. */
export function sqlTokens(engine: Engine): Tokens {
  const { db } = engine;
  const read = <T>(work: () => Promise<T>) => catalogErrors(engine, 'read', work);
  const write = <T>(work: () => Promise<T>) => catalogErrors(engine, 'write to', work);
  return {
    add: (token) =>
      write(async () => {
        await offer(engine, HAD_ANY, '');
        const insert = db.insertInto('tokens').values(toRow(token));
        const { numInsertedOrUpdatedRows: added = 0n } = await insert
          .onConflict((conflict) => conflict.column('name').doNothing())
          .executeTakeFirstOrThrow();
        return added > 0n ? 'added' : 'present';
      }),
    remove: (name) =>
      write(async () => {
        const removal = db.deleteFrom('tokens').where('name', '=', toColumn(name));
        return (await removal.executeTakeFirstOrThrow()).numDeletedRows > 0n;
      }),
    list: () => read(async () => (await db.selectFrom('tokens').selectAll().orderBy('name').execute()).map(toToken)),
    find: (sha256) =>
      read(async () => {
        const row = await db.selectFrom('tokens').selectAll().where('sha256', '=', toColumn(sha256)).executeTakeFirst();
        return row && toToken(row);
      }),
    hadAny: () =>
      read(async () => {
        const mark = db.selectFrom('secrets').select('name').where('name', '=', HAD_ANY);
        return (await mark.executeTakeFirst()) !== undefined;
      }),
    secret: (name, offered) =>
      write(async () => {
        await offer(engine, name, offered);
        const kept = db.selectFrom('secrets').select('secret').where('name', '=', toColumn(name));
        return fromColumn((await kept.executeTakeFirstOrThrow()).secret);
      }),
  };
}

/** Keeps a secret unless there is one of this name. */
async function offer({ db }: Engine, name: string, secret: string): Promise<void> {
  const insert = db.insertInto('secrets').values({ name: toColumn(name), secret: toColumn(secret) });
  await insert.onConflict((conflict) => conflict.column('name').doNothing()).execute();
}

function toRow({ name, sha256, scopes, createdAt, expiresAt }: NewToken): TokenRow {
  return {
    ...{ name: toColumn(name), sha256: toColumn(sha256), scopes: JSON.stringify(scopes) },
    ...{ created_at: createdAt, expires_at: expiresAt ?? null },
  };
}

function toToken({ name, scopes, created_at, expires_at }: TokenRow): AccessToken {
  return {
    ...{ name: fromColumn(name), scopes: JSON.parse(scopes), createdAt: created_at },
    ...(expires_at === null ? {} : { expiresAt: expires_at }),
  };
}
