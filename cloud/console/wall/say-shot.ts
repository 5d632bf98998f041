import type { StoredShot } from '../api/shapes.ts';
import { percent } from '../format/count.ts';
import { localTime } from '../format/time.ts';

/** What a shot shows, in a word: its label, or that it is a whole picture. */
export function nameOf(shot: StoredShot): string {
  if (shot.kind === 'frame') return 'Picture';
  return shot.label.charAt(0).toUpperCase() + shot.label.slice(1);
}

/** A shot in one sentence, for who cannot see it. */
export function sayShot(shot: StoredShot): string {
  const sure = shot.kind === 'frame' ? [] : [`${percent(shot.score)} sure`];
  return [nameOf(shot), ...sure, `${shot.device} ${shot.camera}`, localTime(shot.at)].join(', ');
}
