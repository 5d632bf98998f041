import { messageOf } from '@vedette/core/errors';
import sharp from 'sharp';

/** Decodes an image to its last line and says what is wrong with it, or undefined. Never more pixels than `maxPixels`. */
export async function faultOfPicture(data: Uint8Array, maxPixels: number): Promise<string | undefined> {
  const options = { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true } as const;
  try {
    const { height } = await sharp(data, options).metadata();
    // Asking for a pixel of the last line decodes every line, and keeps few of them in memory.
    await sharp(data, options)
      .extract({ left: 0, top: height - 1, width: 1, height: 1 })
      .raw()
      .toBuffer();
    return undefined;
  } catch (error) {
    return messageOf(error).replaceAll('\n', ' ');
  }
}
