import sharp from 'sharp';

/** A picture with noise, which no encoder makes small for nothing, and with a bright corner, so that turns are told apart. */
export async function noisyPicture(width: number, height: number, format: 'jpeg' | 'png' | 'webp' = 'jpeg') {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const create = { channels: 3, background: '#808080' } as const;
  const corner = sharp({ create: { ...create, background: '#ffd0a0', width: width >> 2, height: height >> 2 } });
  return sharp({ create: { ...create, noise, width, height } })
    .composite([{ input: await corner.png().toBuffer(), gravity: 'northwest' }])
    .toFormat(format)
    .toBuffer();
}
