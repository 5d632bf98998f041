import type { FastifyReply, FastifyRequest } from 'fastify';
import { readRange } from './read-range.ts';

export interface SentBytes {
  readonly type: string;
  /** Of the whole. */
  readonly bytes: number;
  /** Without quotes. */
  readonly etag: string;
  readonly cacheControl: string;
  read(part?: { readonly from: number; readonly bytes: number }): Promise<Buffer>;
}

/** Answers with an object's bytes, or what a client that has some of them already asks for (RFC 9110: ETag, Range). */
export async function sendBytes(request: FastifyRequest, reply: FastifyReply, sent: SentBytes): Promise<FastifyReply> {
  const { headers } = request;
  const etag = `"${sent.etag}"`;
  reply.headers({ etag, 'accept-ranges': 'bytes', 'cache-control': sent.cacheControl });
  if (headers['if-none-match']?.split(/,\s*/).some((one) => one === '*' || one.replace(/^W\//, '') === etag)) {
    return reply.code(304).send();
  }
  const isSame = headers['if-range'] === undefined || headers['if-range'] === etag;
  const range = isSame ? readRange(headers.range, sent.bytes) : undefined;
  if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${sent.bytes}`).send();
  const data = await sent.read(range);
  if (range) {
    const last = range.from + data.length - 1;
    reply.code(206).header('content-range', `bytes ${range.from}-${last}/${sent.bytes}`);
  }
  return reply.type(sent.type).send(data);
}
