import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { messageOf } from '@vedette/core/errors';
import { checkShot, readPayload, type Shot, unpackStream } from '@vedette/core/message';

/** What mosquitto_sub puts behind each message unless told not to (-N); as MessagePack, the number 10. */
const NEWLINE = 0x0a;

/** A shot of an archive or a dump, or what stands in its place. */
export type ReadShot =
  | { readonly type: 'shot'; readonly shot: Shot }
  | { readonly type: 'fault'; readonly detail: string };

/**
 * The shots of a dump, each as soon as it has come: raw messages one behind the other, or a message a line in hex, as
 * `mosquitto_sub -F %x` prints them. Holds one of them at a time.
 */
export async function* readShots(input: Readable): AsyncGenerator<ReadShot> {
  const first = await peek(input);
  if (first && /^[0-9a-fA-F\s]+$/.test(first.toString('latin1', 0, 64))) yield* readLines(input);
  else yield* readMessages(input, first ?? Buffer.alloc(0));
}

/** The first chunk, which stays in the stream; undefined at its end. */
async function peek(input: Readable): Promise<Buffer | undefined> {
  await once(input, 'readable');
  const chunk: Buffer | null = input.read();
  if (!chunk) return undefined;
  input.unshift(chunk);
  return chunk;
}

async function* readLines(input: Readable): AsyncGenerator<ReadShot> {
  for await (const line of createInterface({ input })) {
    const hex = line.trim();
    if (hex === '') continue;
    if (!/^([0-9a-f]{2})+$/i.test(hex)) yield fault(`the line ${JSON.stringify(hex.slice(0, 40))} is not hex`);
    else {
      const payload = Buffer.from(hex, 'hex');
      yield* readMessages(Readable.from([payload]), payload);
    }
  }
}

/** `first`: bytes that the input begins with. */
async function* readMessages(input: AsyncIterable<Uint8Array>, first: Buffer): AsyncGenerator<ReadShot> {
  const detail = faultOf(first);
  if (detail !== undefined) {
    yield fault(detail);
    return;
  }
  try {
    for await (const value of unpackStream(input)) {
      if (value === NEWLINE) continue;
      const checked = checkShot(value);
      yield checked.type === 'shot' ? checked : fault(checked.detail);
    }
  } catch (error) {
    yield fault(`not MessagePack: ${messageOf(error)}`);
  }
}

/** What bytes are that begin no message at all. */
function faultOf(first: Buffer): string | undefined {
  const read = readPayload(first);
  if (read.type === 'image') return `a bare ${read.header.type} without a message around it`;
  const isNoMessage = read.type === 'unreadable' && (read.reason === 'empty' || read.reason === 'text');
  return isNoMessage ? read.detail : undefined;
}

function fault(detail: string): ReadShot {
  return { type: 'fault', detail };
}
