import type { DeviceLedger } from '@vedette/core/ledger';
import { Groups } from '../bucket/groups.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { sqlJobs } from '../jobs/sql-jobs.ts';
import { sqlTokens } from '../tokens/sql-tokens.ts';
import type { Tokens } from '../tokens/tokens.ts';
import type { LedgerSide } from './answers.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';
import { catalogErrors } from './catalog-errors.ts';
import type { Claims } from './claims/claims.ts';
import { sqlClaims } from './claims/sql-claims.ts';
import { toColumn } from './column-text.ts';
import type { Engine } from './engine.ts';
import { type Entry, fromDescription, toEntry } from './entry.ts';
import type { Leases } from './leases/leases.ts';
import { sqlLeases } from './leases/sql-leases.ts';
import type { HourQuery, LedgerQuery, ShotQuery, TrackQuery } from './queries.ts';
import { countHours } from './read/count-hours.ts';
import { findKeys } from './read/find-keys.ts';
import { findShots } from './read/find-shots.ts';
import { findTracks } from './read/find-tracks.ts';
import { listCameras, listDevices, listLabels, listModels } from './read/list.ts';
import { listForgotten } from './read/list-forgotten.ts';
import { readLedger } from './read/read-ledger.ts';
import { addShots } from './write/add-shots.ts';
import { keepLedger } from './write/keep-ledger.ts';
import { forgetShots, removeShots } from './write/remove-shots.ts';
import { trimLedger } from './write/trim-ledger.ts';

/** A transaction costs much more than a shot in it: under load, they wait a little for each other. */
const PACE_MS = 20;

/** Shots that are written in one transaction: far below what a statement may have of parameters. */
const GROUP = {
  items: 500,
  size: 4 * 1_024 * 1_024,
  sizeOf: ({ row }: Entry) => row.description.length,
  paceMs: PACE_MS,
};

/** Ids that are looked for in one statement. */
const LOOK = { items: 500, size: Number.POSITIVE_INFINITY, sizeOf: () => 0, paceMs: PACE_MS };

/** A catalog in a database; both engines take the same statements. */
export class SqlCatalog implements Catalog {
  readonly leases: Leases;
  readonly claims: Claims;
  readonly jobs: JobQueue;
  readonly tokens: Tokens;
  readonly #engine: Engine;
  readonly #groups: Groups<Entry, 'added' | 'present'>;
  readonly #looks: Groups<string, string | undefined>;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.leases = sqlLeases(engine);
    this.claims = sqlClaims(engine);
    this.jobs = sqlJobs(engine);
    this.tokens = sqlTokens(engine);
    this.#groups = new Groups(GROUP, (entries) => this.#write(() => addShots(engine, entries)));
    this.#looks = new Groups(LOOK, (ids) => this.#read(() => findKeys(engine.db, ids)));
  }

  get url(): string {
    return this.#engine.url;
  }

  async add(entry: CatalogEntry): Promise<'added' | 'present'> {
    return this.#groups.add(toEntry(entry));
  }

  remove(ids: readonly string[]): Promise<number> {
    return this.#remove(ids, removeShots);
  }

  forget(ids: readonly string[]): Promise<number> {
    return this.#remove(ids, forgetShots);
  }

  async #remove(ids: readonly string[], work: typeof removeShots): Promise<number> {
    let removed = 0;
    for (let i = 0; i < ids.length; i += GROUP.items) {
      const some = ids.slice(i, i + GROUP.items).map(toColumn);
      removed += await this.#write(() => work(this.#engine, some));
    }
    return removed;
  }

  async shot(id: string) {
    const one = this.#db.selectFrom('shots').select('description').where('id', '=', toColumn(id));
    const row = await this.#read(() => one.executeTakeFirst());
    return row && fromDescription(row.description);
  }

  keyOf(id: string): Promise<string | undefined> {
    return this.#looks.add(id);
  }

  shots(query: ShotQuery = {}) {
    return this.#read(() => findShots(this.#db, query));
  }

  async arrivals(since: number, limit: number) {
    const later = this.#db.selectFrom('shots').select('description').where('stored_at', '>=', since);
    const last = later.orderBy('stored_at', 'desc').orderBy('id', 'desc').limit(limit);
    const rows = await this.#read(() => last.execute());
    return rows.map(({ description }) => fromDescription(description));
  }

  keys(after: string, limit: number) {
    const behind = this.#db.selectFrom('shots').select(['id', 'key']).where('key', '>', toColumn(after));
    return this.#read(() => behind.orderBy('key').orderBy('id').limit(limit).execute());
  }

  devices() {
    return this.#read(() => listDevices(this.#db));
  }

  cameras() {
    return this.#read(() => listCameras(this.#db));
  }

  labels() {
    return this.#read(() => listLabels(this.#db));
  }

  models() {
    return this.#read(() => listModels(this.#db));
  }

  tracks(query: TrackQuery = {}) {
    return this.#read(() => findTracks(this.#db, query));
  }

  hours(query: HourQuery = {}) {
    return this.#read(() => countHours(this.#db, query));
  }

  forgotten(query: HourQuery = {}) {
    return this.#read(() => listForgotten(this.#db, query));
  }

  keepLedger(side: LedgerSide, ledger: DeviceLedger, writer = `${ledger.site}/${ledger.device}`): Promise<void> {
    return this.#write(() => keepLedger(this.#engine, side, ledger, writer));
  }

  trimLedger(before: number): Promise<boolean> {
    return this.#write(() => trimLedger(this.#engine, before));
  }

  ledger(query: LedgerQuery = {}) {
    return this.#read(() => readLedger(this.#db, query));
  }

  async close(): Promise<void> {
    await Promise.all([this.#groups.idle(), this.#looks.idle()]);
    await this.#engine.db.destroy();
  }

  get #db(): Engine['db'] {
    return this.#engine.db;
  }

  #read<T>(work: () => Promise<T>): Promise<T> {
    return catalogErrors(this.#engine, 'read', work);
  }

  #write<T>(work: () => Promise<T>): Promise<T> {
    return catalogErrors(this.#engine, 'write to', work);
  }
}
