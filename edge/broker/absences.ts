import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Absences } from '@vedette/core/mqtt';
import type { LevelStore } from './level-store.ts';
import { sessionIds } from './queued-messages.ts';

/**
 * How long each stored session has been without its client, kept in `folder` from run to run. What cannot be read or
 * written is no loss: the time of absence begins anew.
 */
export async function absencesIn(folder: string, store: Pick<LevelStore, 'entries'>) {
  const file = join(folder, 'absent-sessions.json');
  const known = await readKnown(file);
  const absences = new Map<string, number>();
  for (const id of await sessionIds(store)) {
    const absentMs = known[id];
    absences.set(id, typeof absentMs === 'number' ? absentMs : 0);
  }
  return { absences, onAbsences: (now: Absences) => write(file, now).catch(() => undefined) };
}

async function readKnown(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return Object(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return {};
  }
}

async function write(file: string, absences: Absences): Promise<void> {
  const text = JSON.stringify(Object.fromEntries(absences));
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
