import type { CameraSurvey, Survey } from '@vedette/store';

/** Cameras that are named, and sessions of each; of more, how many there are. */
const NAMED = 10;
const SESSIONS_NAMED = 3;

/** What an erase would remove, for whoever is asked: a line of counts, of the time, and one for each of some cameras. */
export function describeSurvey({ counts, cameras, firstAt, lastAt }: Survey): string[] {
  const { shots, putAside, derived, bytes, uncataloged, untold } = counts;
  const others = cameras.size - NAMED;
  return [
    `${counted(shots, 'shot')} of ${counted(cameras.size, 'camera')} and ${counted(putAside, 'payload')} put aside: ${megabytes(bytes)}`,
    ...(firstAt === undefined || lastAt === undefined ? [] : [`captured from ${timeOf(firstAt)} to ${timeOf(lastAt)}`]),
    ...[...cameras].slice(0, NAMED).map(([name, camera]) => `  ${name}: ${describeCamera(camera)}`),
    ...(others > 0 ? [`  and ${counted(others, 'camera')} more`] : []),
    ...(derived > 0 ? [`${counted(derived, 'picture')} made of shots that are gone`] : []),
    ...(uncataloged > 0 ? [`${uncataloged} of them were not in the catalog; the bucket has told of them`] : []),
    ...(untold > 0 ? [`of ${counted(untold, 'object')} nothing is said, so that they stay`] : []),
  ];
}

function describeCamera({ shots, sessions }: CameraSurvey): string {
  const named = [...sessions].slice(0, SESSIONS_NAMED).join(', ');
  const others = sessions.size > SESSIONS_NAMED ? ', …' : '';
  return `${counted(shots, 'shot')} in ${counted(sessions.size, 'session')}: ${named}${others}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${bytes} bytes` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function timeOf(at: number): string {
  return new Date(at / 1_000).toISOString();
}
