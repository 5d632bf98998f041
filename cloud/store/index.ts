export type { Bucket, Link, PutOptions, StoredObject } from './bucket/bucket.ts';
export { checkBucketUrl, type OpenOptions, openBucket } from './bucket/open-bucket.ts';
export type {
  CatalogCamera,
  CatalogDevice,
  CatalogLabel,
  CatalogModel,
  CatalogTrack,
  Counted,
  ForgottenMinute,
  HourCount,
  LedgerMinute,
  LedgerSide,
  Page,
} from './catalog/answers.ts';
export type { Catalog, CatalogEntry, CatalogShot } from './catalog/catalog.ts';
export { catalogFile } from './catalog/catalog-url.ts';
export { type CatalogConfig, catalogSchema, catalogUrlOf } from './catalog/config.ts';
export { lacksCatalog } from './catalog/lacks-catalog.ts';
export type { Lease, Leases } from './catalog/leases/leases.ts';
export { moveShot } from './catalog/move-shot.ts';
export { type OpenCatalogOptions, openCatalog } from './catalog/open-catalog.ts';
export type { HourQuery, LedgerQuery, ShotQuery, TrackQuery } from './catalog/queries.ts';
export { Reindex, type ReindexCounts } from './catalog/reindex.ts';
export { shotPages } from './catalog/shot-pages.ts';
export { checkClock, describeAhead } from './forget/check-clock.ts';
export { clearTemporary } from './forget/clear-temporary.ts';
export {
  type CameraSurvey,
  type EraseCounts,
  type EraseOptions,
  eraseCovered,
  type Survey,
  surveyCovered,
} from './forget/erase.ts';
export { keepsVersions } from './forget/kept-versions.ts';
export { type EraseRule, type EraseSelection, isCovered, type RuledShot } from './forget/rule.ts';
export { FRESH_MS, openTombstones, readTombstones, type Tombstones, writeTombstone } from './forget/tombstones.ts';
export { type AloneOptions, whileAlone } from './forget/while-alone.ts';
export { derivedKey } from './images/derived-key.ts';
export type { Job, JobResult, JobState, NewJob, TakenJob } from './jobs/job.ts';
export { type JobQuery, type JobQueue, QueueFullError } from './jobs/job-queue.ts';
export { deadLetterKey } from './keys/dead-letter-key.ts';
export { isDescriptionKey } from './keys/description-key.ts';
export { invalidKey } from './keys/invalid-key.ts';
export type { ShotKeyParts } from './keys/key-parts.ts';
export { type KeyTemplate, parseKeyTemplate } from './keys/key-template.ts';
export { isPackKey, packedKey } from './keys/packed-key.ts';
export { isBesideShots, isMadeHere, PREFIXES } from './keys/prefixes.ts';
export { safeName } from './keys/safe-name.ts';
export { DEFAULT_TEMPLATE, shotKey } from './keys/shot-key.ts';
export type { Placed } from './packs/claimed-packs.ts';
export { PackStore, type ShotForPack } from './packs/pack-store.ts';
export { packedBytes } from './packs/write-pack.ts';
export { ClockWatch } from './retention/clock-watch.ts';
export { type RetentionRule, retentionSchema } from './retention/config.ts';
export type { LifecycleState, RetentionSetup } from './retention/lifecycle/lifecycle-state.ts';
export type { RuleTally } from './retention/plan.ts';
export { dueBy, type SweepPlan, talliesOf } from './retention/plan-sweep.ts';
export type { SweepCounts } from './retention/sweep-counts.ts';
export { sweepOnce } from './retention/sweep-once.ts';
export type { AccessToken, NewToken, Tokens } from './tokens/tokens.ts';
