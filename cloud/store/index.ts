export type { Bucket, PutOptions, StoredObject } from './bucket/bucket.ts';
export { checkBucketUrl, type OpenOptions, openBucket } from './bucket/open-bucket.ts';
export { deadLetterKey } from './keys/dead-letter-key.ts';
export { shotKey } from './keys/shot-key.ts';
