import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { refuseStrangers } from './refuse-strangers.ts';
import type { S3Location } from './s3-location.ts';

/** Requests at once: what a sink has in work. The others wait here. */
const SOCKETS = 64;
const CONNECT_MS = 5_000;
/** From a request to its answer; the largest shot takes this long at 8 Mbit/s. */
const ANSWER_MS = 60_000;
/** Of one call, in the SDK's own schedule; whoever calls tries again later. */
const TRIES = 3;

/** Credentials come by the SDK's default chain: environment, profile, container, instance. */
export function createS3Client({ endpoint, region, pathStyle }: S3Location): S3Client {
  // It warns on standard error that versions of 2027 will not run on Node 20; package.json holds the one that does.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const agent = { keepAlive: true, maxSockets: SOCKETS };
  const client = new S3Client({
    ...(endpoint ? { endpoint, region: region ?? 'us-east-1' } : region ? { region } : {}),
    forcePathStyle: pathStyle,
    maxAttempts: TRIES,
    cacheMiddleware: true, // which are the same for each call of ours, and many
    // A plain PUT, which every server takes; with the default some refuse the checksum's headers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: new NodeHttpHandler({
      httpAgent: new HttpAgent(agent),
      httpsAgent: new HttpsAgent(agent),
      connectionTimeout: CONNECT_MS,
      requestTimeout: ANSWER_MS,
      throwOnRequestTimeout: true,
    }),
  });
  refuseStrangers(client);
  return client;
}
