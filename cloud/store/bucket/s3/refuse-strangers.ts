import type { S3Client } from '@aws-sdk/client-s3';
import { noS3 } from './s3-error.ts';

/** What S3 says in each good answer, and a page that stands in its place does not: to that, the SDK takes notice of the status alone. */
const SIGNS: Readonly<Record<string, string>> = {
  PutObjectCommand: 'ETag',
  GetObjectCommand: 'ETag',
  HeadObjectCommand: 'ETag',
  ListObjectsV2Command: 'IsTruncated',
  CreateMultipartUploadCommand: 'UploadId',
  UploadPartCommand: 'ETag',
  CompleteMultipartUploadCommand: 'ETag',
};

/** From now on the client throws where a good answer is none of S3: of a login page, say, or one that tells of maintenance. */
export function refuseStrangers(client: S3Client): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const result = await next(args);
        const sign = SIGNS[commandName];
        if (sign !== undefined && Reflect.get(result.output ?? {}, sign) === undefined) throw noS3(sign);
        return result;
      },
    { step: 'deserialize', priority: 'high', name: 'refuseStrangers' },
  );
}
