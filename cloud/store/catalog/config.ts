import { join, resolve } from 'node:path';
import { type CommonConfig, checkedBy, secret } from '@vedette/core/config';
import { z } from 'zod';
import { checkCatalogUrl } from './catalog-url.ts';

/** The settings of whoever reads or writes the catalog. */
export const catalogSchema = z.strictObject({
  url: z
    .string()
    .superRefine((url, context) => checkedBy(checkCatalogUrl, url, context))
    .optional()
    .describe(
      'where it is: file:PATH or postgres://USER@HOST:PORT/DATABASE; catalog.db in the data folder unless given',
    ),
  password: z
    .string()
    .min(1)
    .optional()
    .meta(secret)
    .describe('of the PostgreSQL server; PGPASSWORD and ~/.pgpass are read too'),
});

export type CatalogConfig = z.infer<typeof catalogSchema>;

/** The catalog in force. */
export function catalogUrlOf({ url }: CatalogConfig, { data }: Pick<CommonConfig, 'data'>): string {
  return url ?? `file:${resolve(join(data, 'catalog.db'))}`;
}
