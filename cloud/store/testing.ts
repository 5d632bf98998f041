/** For tests of what is built on the store: servers, and names that somebody would stumble over. */
export { RADOSGW_ABSENT, radosgw } from './bucket/s3/radosgw.testing.ts';
export { startRadosgw } from './bucket/s3/radosgw-server.testing.ts';
export { ownPostgres, POSTGRES_ABSENT, postgres } from './catalog/postgres/postgres.testing.ts';
export { startPostgres } from './catalog/postgres/postgres-server.testing.ts';
export { HOSTILE_NAMES } from './keys/hostile.testing.ts';
