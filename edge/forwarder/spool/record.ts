import { crc32 } from 'node:zlib';
import type { Shot } from '@vedette/core/message';

/**
 * A segment is records, one behind the other. A record, integers big-endian:
 *
 *     0  magic                            4 bytes
 *     4  kind: 1 entry, 2 completion      2
 *     6  serial of the entry              6
 *    12  length of the meta               4
 *    16  length of the payload            4
 *    20  CRC-32 of the payload            4
 *    24  CRC-32 of bytes 0..23 and meta   4
 *    28  meta (JSON), then the payload
 *
 * The head has a checksum of its own, so that a damaged payload does not hide where the next record begins.
 */
export const HEAD_BYTES = 28;
const MAGIC = Buffer.from('VSPL');
const ENTRY = 1;
const COMPLETION = 2;
/** Beyond any topic; a length above it is damage. */
const MAX_META_BYTES = 1 << 20;

/** No spool comes that far; and whatever one holds, there are as many left. */
const MAX_SERIAL = 2 ** 47;

/** What the spool remembers of a payload beside its bytes. */
export interface EntryMeta {
  readonly id: string;
  /** The topic that it is sent on. */
  readonly topic: string;
  /** Capture time in µs since the epoch, or the time of arrival where there is none. */
  readonly at: number;
  /** The device that the receipt is addressed to. */
  readonly site: string;
  readonly device: string;
  /** What follows is unknown of an entry that an older version wrote. */
  readonly camera?: string | undefined;
  readonly kind?: Shot['kind'] | 'unreadable' | undefined;
  readonly label?: string | undefined;
  /** Of a shot that was picked from a track. */
  readonly phase?: 'first' | 'best' | undefined;
  /** Its place in the order of arrival, where it took the place of an entry with another serial. */
  readonly order?: number | undefined;
  /** SHA-256 of the image, or of the payload where there is no image: what a receipt has to say. */
  readonly sha256?: string | undefined;
  /** MQTT packet id that a bare image came with, by which a second delivery of it is known. */
  readonly packet?: number | undefined;
}

export type ScannedRecord =
  | {
      readonly kind: 'entry';
      readonly serial: number;
      readonly meta: EntryMeta;
      /** Where the payload begins in the segment. */
      readonly position: number;
      readonly payloadBytes: number;
      readonly payloadCrc: number;
      /** Length of the whole record. */
      readonly bytes: number;
    }
  | { readonly kind: 'completion'; readonly serial: number; readonly bytes: number }
  /** Bytes that are no record any more; `id` where the head could still be read. */
  | { readonly kind: 'damaged'; readonly position: number; readonly bytes: number; readonly id?: string }
  /** What is no whole record at the end of the segment: a write that was cut off, or damage to a length. */
  | { readonly kind: 'torn'; readonly position: number; readonly bytes: number };

/** An entry as the buffers to write; `payloadCrc` is what a reader checks the payload against. */
export function encodeEntry(
  serial: number,
  meta: EntryMeta,
  payload: Buffer,
): { buffers: Buffer[]; payloadCrc: number } {
  const { id, topic, at, site, device, camera, kind, label, phase, order, sha256, packet } = meta;
  const text = Buffer.from(
    JSON.stringify({ id, topic, at, site, device, camera, kind, label, phase, order, sha256, packet }),
  );
  const payloadCrc = crc32(payload);
  return { buffers: [encodeHead(ENTRY, serial, text, payload.length, payloadCrc), text, payload], payloadCrc };
}

/** The word that the entry with this serial is done with. */
export function encodeCompletion(serial: number): Buffer {
  return encodeHead(COMPLETION, serial, Buffer.alloc(0), 0, 0);
}

/** Every record of a segment; what is damaged costs itself alone. */
export function* scanRecords(segment: Buffer): Generator<ScannedRecord, void> {
  let position = 0;
  while (position < segment.length) {
    const record = parseRecord(segment, position) ?? parseDamage(segment, position);
    yield record;
    position += record.bytes;
  }
}

interface Head {
  readonly kind: number;
  readonly serial: number;
  readonly metaBytes: number;
  readonly payloadBytes: number;
  readonly payloadCrc: number;
  readonly bytes: number;
}

function encodeHead(kind: number, serial: number, meta: Buffer, payloadBytes: number, payloadCrc: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  MAGIC.copy(head);
  head.writeUInt16BE(kind, 4);
  head.writeUIntBE(serial, 6, 6);
  head.writeUInt32BE(meta.length, 12);
  head.writeUInt32BE(payloadBytes, 16);
  head.writeUInt32BE(payloadCrc, 20);
  head.writeUInt32BE(crc32(meta, crc32(head.subarray(0, 24))), 24);
  return head;
}

/** The head at `position` if it and its record are whole. */
function parseHead(segment: Buffer, position: number): Head | undefined {
  if (position + HEAD_BYTES > segment.length || MAGIC.compare(segment, position, position + 4) !== 0) return undefined;
  const metaBytes = segment.readUInt32BE(position + 12);
  const payloadBytes = segment.readUInt32BE(position + 16);
  const serial = segment.readUIntBE(position + 6, 6);
  const bytes = HEAD_BYTES + metaBytes + payloadBytes;
  if (metaBytes > MAX_META_BYTES || serial > MAX_SERIAL || position + bytes > segment.length) return undefined;
  const meta = segment.subarray(position + HEAD_BYTES, position + HEAD_BYTES + metaBytes);
  const crc = crc32(meta, crc32(segment.subarray(position, position + 24)));
  if (crc !== segment.readUInt32BE(position + 24)) return undefined;
  return {
    kind: segment.readUInt16BE(position + 4),
    serial,
    metaBytes,
    payloadBytes,
    payloadCrc: segment.readUInt32BE(position + 20),
    bytes,
  };
}

function parseRecord(segment: Buffer, start: number): ScannedRecord | undefined {
  const head = parseHead(segment, start);
  if (!head) return undefined;
  const { kind, serial, payloadBytes, payloadCrc, bytes } = head;
  if (kind === COMPLETION) return { kind: 'completion', serial, bytes };
  const position = start + HEAD_BYTES + head.metaBytes;
  const meta = parseMeta(segment.toString('utf8', start + HEAD_BYTES, position));
  if (!meta) return undefined;
  if (crc32(segment.subarray(position, position + payloadBytes)) !== payloadCrc) {
    return { kind: 'damaged', position: start, bytes, id: meta.id };
  }
  return { kind: 'entry', serial, meta, position, payloadBytes, payloadCrc, bytes };
}

/** A checksum that is right says who wrote it only as long as nobody plays: a payload may hold records of its own. */
function parseMeta(text: string): EntryMeta | undefined {
  try {
    const meta = JSON.parse(text);
    return typeof meta?.id === 'string' && typeof meta.topic === 'string' ? meta : undefined;
  } catch {
    return undefined;
  }
}

/** What lies between `position` and the next head that can be read, or the end. */
function parseDamage(segment: Buffer, position: number): ScannedRecord {
  let next = segment.indexOf(MAGIC, position + 1);
  while (next !== -1 && !parseHead(segment, next)) next = segment.indexOf(MAGIC, next + 1);
  if (next !== -1) return { kind: 'damaged', position, bytes: next - position };
  const kind = isCutOff(segment, position) ? 'torn' : 'damaged';
  return { kind, position, bytes: segment.length - position };
}

/** Whether the record at `position` claims more bytes than the segment has. */
function isCutOff(segment: Buffer, position: number): boolean {
  const left = segment.length - position;
  if (left < HEAD_BYTES) return true;
  return HEAD_BYTES + segment.readUInt32BE(position + 12) + segment.readUInt32BE(position + 16) > left;
}
