export type { Bucket, PutOptions, StoredObject } from './bucket/bucket.ts';
export { checkBucketUrl, type OpenOptions, openBucket } from './bucket/open-bucket.ts';
export type {
  Catalog,
  CatalogCamera,
  CatalogDevice,
  CatalogEntry,
  CatalogLabel,
  CatalogModel,
  CatalogShot,
  CatalogTrack,
  Counted,
  HourCount,
  HourQuery,
  LedgerMinute,
  LedgerQuery,
  LedgerSide,
  Page,
  ShotQuery,
  TrackQuery,
} from './catalog/catalog.ts';
export { type CatalogConfig, catalogSchema, catalogUrlOf } from './catalog/config.ts';
export type { Lease, Leases } from './catalog/leases/leases.ts';
export { type OpenCatalogOptions, openCatalog } from './catalog/open-catalog.ts';
export { Reindex, type ReindexCounts } from './catalog/reindex.ts';
export { openTombstones, type Tombstones } from './forget/tombstones.ts';
export { deadLetterKey } from './keys/dead-letter-key.ts';
export { isDescriptionKey } from './keys/description-key.ts';
export { invalidKey } from './keys/invalid-key.ts';
export type { ShotKeyParts } from './keys/key-parts.ts';
export { type KeyTemplate, parseKeyTemplate } from './keys/key-template.ts';
export { isBesideShots, PREFIXES } from './keys/prefixes.ts';
export { safeName } from './keys/safe-name.ts';
export { DEFAULT_TEMPLATE, shotKey } from './keys/shot-key.ts';
