import type { Turn } from './turn.ts';

const ROTATIONS = { 0: [], 90: ['transpose=clock'], 180: ['hflip', 'vflip'], 270: ['transpose=cclock'] } as const;

/** ffmpeg's filters that turn its frames, where they are decoded anyway. */
export function turnFilters({ rotate, mirror }: Turn): readonly string[] {
  return [...ROTATIONS[rotate], ...(mirror ? ['hflip'] : [])];
}
