/** The formats of pictures that are decoded. */
type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff';

/** What the first bytes say: a format, a known kind of file that is not decoded, or undefined for neither. */
export type Sniffed =
  | { readonly supported: true; readonly format: ImageFormat }
  | { readonly supported: false; readonly name: string };

const FORMATS: readonly (readonly [RegExp, ImageFormat])[] = [
  [/^\xff\xd8\xff/, 'jpeg'],
  [/^\x89PNG\r\n/, 'png'],
  [/^RIFF.{4}WEBP/s, 'webp'],
  [/^GIF8[79]a/, 'gif'],
  [/^(II[*+]\0|MM\0[*+])/, 'tiff'],
];

const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/<svg[\s>]/i, 'an SVG'],
  [/^BM/, 'a BMP'],
  [/^.{4}ftyp/s, 'a HEIF, AVIF or video'],
  [/^%PDF/, 'a PDF'],
];

const HEAD_BYTES = 1_024;

/**
 * Tells by its first bytes what a file is. Only what is on the list may reach the decoder, which would otherwise draw
 * an SVG of any size from a hundred bytes.
 */
export function sniffImage(data: Uint8Array): Sniffed | undefined {
  const head = Buffer.from(data.buffer, data.byteOffset, Math.min(data.length, HEAD_BYTES)).toString('latin1');
  const format = FORMATS.find(([magic]) => magic.test(head));
  if (format) return { supported: true, format: format[1] };
  const other = OTHERS.find(([magic]) => magic.test(head));
  return other && { supported: false, name: other[1] };
}
