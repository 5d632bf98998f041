import { readPayload } from '@vedette/core/message';
import { SAMPLE_JPEG } from '@vedette/core/testing';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { pictureFormat } from './picture-format.ts';

test.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
  'a picture that is written as %s opens as one',
  async (format) => {
    const picture = await sharp(SAMPLE_JPEG).toFormat(format).toBuffer();
    expect(pictureFormat(picture)).toMatchObject({ contentType: `image/${format}` });
    expect(pictureFormat(picture.subarray(0, 16))).toEqual(pictureFormat(picture));
  },
);

test.each(['', '\xff\xd8', 'BMW is no bitmap', 'GIF', 'RIFF....WAVEfmt ', '{"a":1}', '<svg/>'])(
  '%j is no picture',
  (text) => {
    expect(pictureFormat(Buffer.from(text, 'latin1'))).toBeUndefined();
  },
);

test.each(['gif', 'tiff', 'avif'] as const)(
  'a picture that is written as %s is known, and not taken',
  async (format) => {
    const picture = await sharp(SAMPLE_JPEG).toFormat(format).toBuffer();
    expect(readPayload(picture)).toMatchObject({
      reason: 'image',
      detail: expect.stringContaining(format.toUpperCase()),
    });
  },
);
