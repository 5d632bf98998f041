import type { CatalogShot } from '@vedette/store';

/** No wall shows a panorama in full. */
const WIDEST = 4;

/** The operations that make a picture as small as a wall of them shows it, and never larger; `height` in px. */
export function thumbnailOf({ width, height }: NonNullable<CatalogShot['image']>, wanted: number): string {
  const box = { width: Math.min(width, wanted * WIDEST), height: Math.min(height, wanted) };
  return JSON.stringify([{ resize: { ...box, fit: 'inside' } }, { convert: { format: 'webp', quality: 75 } }]);
}
