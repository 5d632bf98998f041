// What answers in the place of an S3 that takes its time: each object is stored after so many ms, and thrown away.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const NO_KEY = '<Error><Code>NoSuchKey</Code></Error>';
const NOTHING = '<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>';

/** Resolves with its port. It ends with the process. */
export async function startSlowS3(ms) {
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    const [status, body] = await answerTo(request, ms);
    response.writeHead(status, { 'x-amz-request-id': '1', ETag: '"1"', 'content-type': 'application/xml' });
    response.end(request.method === 'HEAD' ? '' : body);
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return server.address().port;
}

const tried = new Set();

/** It knows of no object but those by which a sink tries at its start whether conditions are honoured. */
async function answerTo({ method, url, headers }, ms) {
  const [path] = url.split('?');
  if (method !== 'PUT') return url.includes('list-type') ? [200, NOTHING] : [method === 'DELETE' ? 204 : 404, NO_KEY];
  if (headers['if-match'] || tried.has(path)) return [412, '<Error><Code>PreconditionFailed</Code></Error>'];
  if (path.includes('.tmp')) tried.add(path);
  else await sleep(ms);
  return [200, ''];
}
