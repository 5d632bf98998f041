/** Servers for tests of what is built on the store. */
export { RADOSGW_ABSENT, radosgw } from './bucket/s3/radosgw.testing.ts';
export { POSTGRES_ABSENT, postgres } from './catalog/postgres/postgres.testing.ts';
