import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { messageOf } from '../errors.ts';
import { unpack } from './codec.ts';
import { type ImageHeader, otherImageType, readImageHeader } from './image-header.ts';
import { printable } from './printable.ts';
import { type Shot, type ShotImage, shotSchema } from './shot.ts';

/** Why a payload on a shot topic could not be read; each is a counter's label. */
export type UnreadableReason = 'empty' | 'text' | 'broken' | 'schema' | 'checksum' | 'image';

/** Faults of a message that are named. */
const MAX_ISSUES = 3;

/** Bytes that are looked at to tell text from binary. */
const TEXT_PROBE = 1_000;

export type Payload = { type: 'shot'; shot: Shot } | { type: 'image'; header: ImageHeader } | Unreadable;

export type Unreadable = { type: 'unreadable'; reason: UnreadableReason; detail: string };

/**
 * Says what a payload on a shot topic is: a shot, a bare image, or neither, with the reason.
 * Never throws, whatever the bytes are. The shot's image is a view on `payload`.
 */
export function readPayload(payload: Buffer): Payload {
  if (payload.length === 0) return unreadable('empty', 'the payload has no bytes');
  if (hasImageMagic(payload)) return readBareImage(payload);
  // Text first: a letter decodes to a small integer, and no MessagePack map can be text, by its first bytes.
  if (isText(payload)) return text(payload);
  let value: unknown;
  try {
    value = unpack(payload);
  } catch (error) {
    const other = otherImageType(payload);
    return other
      ? unreadable('image', `a ${other} image; JPEG, PNG and WebP are accepted`)
      : unreadable('broken', `not MessagePack: ${messageOf(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return unreadable('broken', 'MessagePack, but not a map');
  }
  return checkShot(value);
}

/** The shot that a payload says it is, whatever its image is worth, which is not looked into; undefined for none. */
export function readSaid(payload: Buffer): Shot | undefined {
  try {
    return shotSchema.safeParse(unpack(payload)).data;
  } catch {
    return undefined;
  }
}

/** Validates a decoded map against the schema, and what it says of its image against the image's own bytes. */
export function checkShot(value: unknown): { type: 'shot'; shot: Shot } | Unreadable {
  const parsed = shotSchema.safeParse(value);
  if (!parsed.success) return unreadable('schema', describeIssues(parsed.error));
  const shot = parsed.data;
  return (shot.image && faultOf(shot.image)) ?? { type: 'shot', shot };
}

function faultOf(image: ShotImage): Unreadable | undefined {
  if (createHash('sha256').update(image.data).digest('hex') !== image.sha256) {
    return unreadable('checksum', `the image's SHA-256 is not ${image.sha256}`);
  }
  const said = imageTerms(image);
  const header = readImageHeader(image.data);
  const found = header ? imageTerms(header) : 'something else';
  return found === said ? undefined : unreadable('image', `the image should be ${said}, its bytes say ${found}`);
}

/** `score: Too big: expected number to be <=1`; a few of many say enough. */
function describeIssues({ issues }: z.ZodError): string {
  const lines = issues
    .slice(0, MAX_ISSUES)
    .map(({ path, message }) => `${path.join('.') || 'the message'}: ${message}`);
  return `no shot of version 1: ${lines.join('; ')}`;
}

function imageTerms({ type, width, height }: ImageHeader): string {
  return `${type} of ${width}x${height}`;
}

function readBareImage(payload: Buffer): Payload {
  const header = readImageHeader(payload);
  return header ? { type: 'image', header } : unreadable('image', 'begins like an image, but its header is broken');
}

function hasImageMagic(payload: Buffer): boolean {
  const head = payload.subarray(0, 12).toString('latin1');
  return head.startsWith('\xff\xd8\xff') || head.startsWith('\x89PNG') || /^RIFF.{4}WEBP/s.test(head);
}

function isText(payload: Buffer): boolean {
  const probe = payload.subarray(0, TEXT_PROBE);
  if (probe.some(isControl)) return false; // of a shot one of the first bytes is, which saves turning it into text
  const start = probe.toString('utf8');
  // Where the probe ends inside the text, it may cut its last character in two.
  const whole = payload.length > TEXT_PROBE ? start.slice(0, -1) : start;
  return !whole.includes('\ufffd');
}

/** What no text has in it: the control characters but tab, line feed, vertical tab, form feed and carriage return. */
function isControl(byte: number): boolean {
  return byte < 0x09 || (byte > 0x0d && byte < 0x20);
}

function text(payload: Buffer): Payload {
  return unreadable('text', `text, not a shot: ${JSON.stringify(payload.subarray(0, 80).toString('utf8'))}`);
}

function unreadable(reason: UnreadableReason, detail: string): Unreadable {
  return { type: 'unreadable', reason, detail: printable(detail).slice(0, 500) };
}
