import { messageOf, ResourceError } from '@vedette/core/errors';

export interface DownloadOptions {
  /** How many bytes are to come; for the message where fewer do. */
  readonly bytes: number;
  /** What else can be done, for the message where nothing can be had. */
  readonly instead: string;
  /** A server that sends nothing for this long is given up, in ms. */
  readonly silentMs: number;
  /** Breaks it off. */
  readonly signal?: AbortSignal | undefined;
}

/** What an address gives, as it comes. Throws ResourceError where nothing can be had, or not all of it. */
export async function* download(url: URL, options: DownloadOptions): AsyncGenerator<Uint8Array> {
  const { bytes, silentMs } = options;
  const silence = new AbortController();
  const patience = setTimeout(() => silence.abort(new Error(`nothing came for ${silentMs / 1_000} seconds`)), silentMs);
  let got = 0;
  try {
    const body = await request(
      url,
      AbortSignal.any([silence.signal, ...(options.signal ? [options.signal] : [])]),
      options.instead,
    );
    for await (const chunk of untilItBreaks(body, () => `${url} broke off after ${got} of ${bytes} bytes`)) {
      patience.refresh();
      got += chunk.length;
      yield chunk;
    }
  } finally {
    clearTimeout(patience);
  }
}

async function request(url: URL, signal: AbortSignal, instead: string): Promise<AsyncIterable<Uint8Array>> {
  const response = await fetch(url, { signal }).catch((error) => {
    throw new ResourceError(`cannot reach ${url.host} (${causeOf(error)}): ${instead}`, { cause: error });
  });
  if (response.ok && response.body) return response.body;
  await response.body?.cancel();
  throw new ResourceError(`${url.host} answered ${response.status} to ${url}: ${instead}`);
}

async function* untilItBreaks(body: AsyncIterable<Uint8Array>, how: () => string): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new ResourceError(`${how()} (${causeOf(error)}): try again`, { cause: error });
  }
}

/** fetch says only that it failed; why stands in the cause. */
function causeOf(error: unknown): string {
  return messageOf(error instanceof Error && error.cause ? error.cause : error);
}
