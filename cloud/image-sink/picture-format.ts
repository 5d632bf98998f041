/** How people and browsers call a picture's format. */
export interface PictureFormat {
  readonly extension: string;
  readonly contentType: string;
}

/** What a picture of a format begins with, as latin-1. */
const MAGIC: readonly (readonly [RegExp, PictureFormat])[] = [
  [/^\xff\xd8\xff/, { extension: 'jpg', contentType: 'image/jpeg' }],
  [/^\x89PNG/, { extension: 'png', contentType: 'image/png' }],
  [/^RIFF.{4}WEBP/s, { extension: 'webp', contentType: 'image/webp' }],
  [/^GIF8/, { extension: 'gif', contentType: 'image/gif' }],
  [/^BM.{4}\0{4}/s, { extension: 'bmp', contentType: 'image/bmp' }],
  [/^(?:II\*\0|MM\0\*)/, { extension: 'tif', contentType: 'image/tiff' }],
  [/^.{4}ftypavif/s, { extension: 'avif', contentType: 'image/avif' }],
  [/^.{4}ftyp(?:hei[cx]|hev[cx]|mif1|msf1)/s, { extension: 'heic', contentType: 'image/heic' }],
];

/** The format that bytes claim to be of, whatever they are worth; undefined for what is no picture that people know. */
export function pictureFormat(bytes: Uint8Array): PictureFormat | undefined {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  return MAGIC.find(([magic]) => magic.test(head))?.[1];
}
