export type { Bucket, PutOptions, StoredObject } from './bucket/bucket.ts';
export { checkBucketUrl, type OpenOptions, openBucket } from './bucket/open-bucket.ts';
export { deadLetterKey } from './keys/dead-letter-key.ts';
export { safeName } from './keys/safe-name.ts';
export { isDescriptionKey, parseShotKey, type ShotKeyParts, shotKey, shotPrefixes } from './keys/shot-key.ts';
