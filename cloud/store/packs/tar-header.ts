/** A tar file is made of such blocks. */
export const BLOCK = 512;
/** What a header has room for. */
export const MAX_NAME_BYTES = 100;
const MAX_SECONDS = 0o77777777777;

/** A member of a tar file: its name, and the bytes of its content. */
export interface TarMember {
  readonly name: string;
  readonly bytes: number;
}

/** The bytes that a content takes, with what fills its last block. */
export function blocksFor(bytes: number): number {
  return Math.ceil(bytes / BLOCK) * BLOCK;
}

/**
 * Writes the header of a file into a block of zeros, as POSIX.1-1988 has it (ustar), which every tar reads. `seconds`: its
 * time, since the epoch. Throws RangeError for a name that is too long.
 */
export function writeTarHeader(block: Buffer, { name, bytes }: TarMember, seconds: number): void {
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) throw new RangeError(`${name} is too long for a tar header`);
  block.write(name, 0);
  block.write(octal(0o644, 8), 100); // mode
  block.write(octal(0, 8), 108); // owner
  block.write(octal(0, 8), 116); // group
  block.write(octal(bytes, 12), 124);
  block.write(octal(Math.min(seconds, MAX_SECONDS), 12), 136);
  block.write('0', 156); // a plain file
  block.write('ustar\x0000', 257);
  block.write(`${octal(checksumOf(block), 7)} `, 148); // six digits, a NUL and a blank
}

/** Undefined for what is no header of ours. */
export function readTarHeader(block: Buffer): TarMember | undefined {
  if (block.length < BLOCK || block.toString('latin1', 257, 262) !== 'ustar') return undefined;
  if (Number.parseInt(text(block, 148, 8), 8) !== checksumOf(block)) return undefined;
  const bytes = Number.parseInt(text(block, 124, 12), 8);
  return Number.isSafeInteger(bytes) ? { name: text(block, 0, MAX_NAME_BYTES), bytes } : undefined;
}

/** The sum of all bytes of a header, with blanks in the place of the sum. */
function checksumOf(block: Buffer): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < BLOCK; at++) sum += at >= 148 && at < 156 ? 0 : (block[at] ?? 0);
  return sum;
}

/** A number in a field of so many bytes, with the NUL that ends it. */
function octal(value: number, field: number): string {
  return `${value.toString(8).padStart(field - 1, '0')}\0`;
}

function text(block: Buffer, from: number, bytes: number): string {
  const field = block.subarray(from, from + bytes);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? bytes : end);
}
