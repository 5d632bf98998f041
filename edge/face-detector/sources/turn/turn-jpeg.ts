import { type Turn, turnOrientation } from './turn.ts';

const FF = 0xff;
const APP1 = 0xe1;
const EXIF = Buffer.from('Exif\0\0');
const ORIENTATION_TAG = 0x0112;

/**
 * A JPEG that says of itself that it is to be turned, in EXIF, which whoever decodes it obeys: nothing is decoded for it. Its
 * own EXIF, of which only the orientation is of use here, gives way. What is no JPEG comes back as it is.
 */
export function turnJpeg(jpeg: Buffer, turn: Turn): Buffer {
  if (jpeg.length < 4 || jpeg.readUInt16BE(0) !== 0xffd8) return jpeg;
  const own = findExif(jpeg);
  const orientation = turnOrientation(own ? readOrientation(jpeg.subarray(own.from, own.to)) : 1, turn);
  const before = jpeg.subarray(2, own?.from ?? 2);
  return Buffer.concat([jpeg.subarray(0, 2), exifSegment(orientation), before, jpeg.subarray(own?.to ?? 2)]);
}

/** Where the EXIF segment lies, among the application segments that a JPEG begins with (ITU-T T.81, B.2). */
function findExif(jpeg: Buffer): { from: number; to: number } | undefined {
  for (let from = 2; from + 10 <= jpeg.length && jpeg[from] === FF; ) {
    const marker = jpeg.readUInt8(from + 1);
    if (marker < 0xe0 || marker > 0xef) return undefined;
    const to = from + 2 + jpeg.readUInt16BE(from + 2);
    if (marker === APP1 && jpeg.subarray(from + 4, from + 10).equals(EXIF)) return { from, to };
    from = to;
  }
  return undefined;
}

/** The orientation that an EXIF segment says in its first directory (TIFF 6.0, section 2); 1 where it says none. */
function readOrientation(segment: Buffer): number {
  const tiff = segment.subarray(10);
  if (tiff.length < 8) return 1;
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < short(directory); entry++) {
    const at = directory + 2 + entry * 12;
    if (short(at) === ORIENTATION_TAG) return short(at + 8);
  }
  return 1;
}

/** An APP1 segment that says the orientation and nothing else. */
function exifSegment(orientation: number): Buffer {
  const segment = Buffer.from(
    'ffe1 0022 457869660000 4d4d 002a 00000008 0001 0112 0003 00000001 0000 0000 00000000'.replaceAll(' ', ''),
    'hex',
  );
  segment.writeUInt16BE(orientation, 28);
  return segment;
}
