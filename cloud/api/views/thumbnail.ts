/** No wall shows a panorama in full. */
const WIDEST = 4;

/** The operations that make a picture as small as a wall of them shows it; `height` in px, for dense screens twice that. */
export function thumbnailOf(height: number): string {
  const operations = [
    { resize: { width: height * WIDEST, height, fit: 'inside' } },
    { convert: { format: 'webp', quality: 75 } },
  ];
  return JSON.stringify(operations);
}
