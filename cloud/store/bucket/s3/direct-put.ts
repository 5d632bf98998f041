import { PutObjectCommand, type PutObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { getEndpointFromInstructions } from '@smithy/core/endpoints';
import { extendedEncodeURIComponent, HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';

/** An object to put, as the SDK has it: its bytes are there, and what else is said of it is among these. */
export type PutInput = Pick<PutObjectCommandInput, keyof typeof HEADERS | 'Metadata' | 'IfMatch'> & {
  readonly Bucket: string;
  readonly Key: string;
  readonly Body: Uint8Array;
};

/** What the SDK calls a header. */
const HEADERS = {
  ContentType: 'content-type',
  ContentMD5: 'content-md5',
  IfNoneMatch: 'if-none-match',
  IfMatch: 'if-match',
  ServerSideEncryption: 'x-amz-server-side-encryption',
  SSEKMSKeyId: 'x-amz-server-side-encryption-aws-kms-key-id',
  Tagging: 'x-amz-tagging',
} as const;

/** What a server answers to a put. */
export interface PutAnswer {
  readonly status: number;
  /** What the object is known by; undefined where it is no S3 that answers. */
  readonly tag?: string | undefined;
  /** How the server says that it encrypts the object. */
  readonly encryption?: string | undefined;
  /** Of a bucket that keeps versions; `null` where it does no more. */
  readonly versionId?: string | undefined;
}

interface Way {
  readonly url: URL;
  readonly signer: SignatureV4;
}

/**
 * PutObject by the SDK's own endpoint, credentials, signature and connections, without the layers around them, which take
 * more CPU than all of these. One try, that tells no error: whoever asks falls back on the SDK.
 */
export class DirectPut {
  readonly #client: S3Client;
  #way: Promise<Way | undefined> | undefined;

  constructor(client: S3Client) {
    this.#client = client;
  }

  /** Undefined where there is no answer, or no such way to the bucket. */
  async put(input: PutInput): Promise<PutAnswer | undefined> {
    try {
      this.#way ??= findWay(this.#client, input);
      const way = await this.#way;
      return way && (await this.#send(way, input));
    } catch {
      this.#way = undefined;
      return undefined;
    }
  }

  async #send({ url, signer }: Way, input: PutInput): Promise<PutAnswer> {
    const { systemClockOffset, requestHandler } = this.#client.config;
    const request = new HttpRequest({
      method: 'PUT',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port && { port: Number(url.port) }),
      path: `${url.pathname.replace(/\/$/, '')}/${input.Key.split('/').map(extendedEncodeURIComponent).join('/')}`,
      headers: { host: url.host, ...headersOf(input) },
      body: input.Body,
    });
    const signed = await signer.sign(request, { signingDate: new Date(Date.now() + systemClockOffset) });
    const { response } = await requestHandler.handle(signed);
    response.body.resume(); // what it may say is for the SDK to read
    const { etag: tag, 'x-amz-server-side-encryption': encryption, 'x-amz-version-id': versionId } = response.headers;
    return { status: response.statusCode, tag, encryption, versionId };
  }
}

/** Undefined for what is signed otherwise, as directory buckets are. */
async function findWay({ config }: S3Client, { Bucket, Key }: PutInput): Promise<Way | undefined> {
  const { url, properties } = await getEndpointFromInstructions({ Bucket, Key }, PutObjectCommand, config);
  const [scheme] = properties?.['authSchemes'] ?? [];
  if (scheme?.name !== 'sigv4') return undefined;
  const { signingName: service, signingRegion: region } = scheme;
  const { credentials, sha256 } = config;
  return { url, signer: new SignatureV4({ credentials, sha256, service, region, uriEscapePath: false }) };
}

function headersOf(input: PutInput): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, header] of Object.entries(HEADERS)) {
    const value = input[name as keyof typeof HEADERS];
    if (value !== undefined) headers[header] = value;
  }
  for (const [name, value] of Object.entries(input.Metadata ?? {})) headers[`x-amz-meta-${name}`] = value;
  return headers;
}
