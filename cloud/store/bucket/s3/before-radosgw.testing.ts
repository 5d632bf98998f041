import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { onTestFinished } from 'vitest';
import { KEYS, type radosgw } from './radosgw.testing.ts';

/** What a server makes of a request's headers, which it may change; a status where it refuses. */
export type Conduct = (headers: Record<string, string>) => number | undefined;

const CODES: Record<number, string> = {
  409: 'ConditionalRequestConflict',
  412: 'PreconditionFailed',
  501: 'NotImplemented',
};

/** Gives the endpoint of a server before the real one that is told how to take conditions; what it passes on it signs itself. */
export async function beforeRadosgw(gateway: ReturnType<typeof radosgw>, conduct: Conduct): Promise<string> {
  const { sha256 } = gateway.client.config;
  const signer = new SignatureV4({
    ...{ credentials: KEYS, region: 'us-east-1', service: 's3' },
    ...{ sha256, uriEscapePath: false },
  });
  const { hostname, port } = new URL(gateway.endpoint);

  async function passOn(question: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { authorization, ...headers } = question.headers as Record<string, string>;
    const refused = conduct(headers);
    if (refused !== undefined) return refuse(question, answer, refused);
    const { method = 'GET', url = '/' } = question;
    const { pathname, searchParams } = new URL(url, gateway.endpoint);
    const unsigned = new HttpRequest({ method, headers, path: pathname, query: Object.fromEntries(searchParams) });
    const signed = await signer.sign(unsigned);
    const real = request({ hostname, port, path: url, method, headers: signed.headers }, (said) => {
      answer.writeHead(said.statusCode ?? 500, said.headers);
      said.pipe(answer);
    });
    question.pipe(real.on('error', () => answer.destroy()));
  }

  const server = createServer((question, answer) => void passOn(question, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

function refuse(question: IncomingMessage, answer: ServerResponse, status: number): void {
  question.resume();
  answer.writeHead(status, { 'content-type': 'application/xml' });
  answer.end(`<Error><Code>${CODES[status]}</Code></Error>`);
}
