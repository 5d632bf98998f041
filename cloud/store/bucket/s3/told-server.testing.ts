import { createServer, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import type { Bucket } from '../bucket.ts';
import { type OpenOptions, openBucket } from '../open-bucket.ts';

/**
 * A server that answers each put with what it is told to, with a page that is none of S3, or cuts the connection; what it was
 * asked, in order.
 */
export async function server(...answers: (readonly [status: number | 'cut' | 'page', code?: string])[]) {
  process.env['AWS_ACCESS_KEY_ID'] ??= 'key';
  process.env['AWS_SECRET_ACCESS_KEY'] ??= 'secret';
  const asked: IncomingMessage[] = [];
  const http = createServer((request, response) => {
    request.resume();
    const [status, code] = answers[Math.min(asked.push(request), answers.length) - 1] ?? [500];
    if (status === 'cut') return void response.destroy();
    if (status === 'page') return void response.end('<html>Back at noon.</html>');
    const md5 = Buffer.from(`${request.headers['content-md5']}`, 'base64').toString('hex');
    if (status === 200) response.setHeader('etag', `"${md5}"`);
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(code && `<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.close();
    http.closeAllConnections();
  });
  const address = http.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { asked, url: (options = '') => `s3://shots?endpoint=http://127.0.0.1:${port}${options}` };
}

export async function opened(url: string, options?: OpenOptions): Promise<Bucket> {
  const bucket = await openBucket(url, options);
  onTestFinished(() => bucket.close());
  return bucket;
}
