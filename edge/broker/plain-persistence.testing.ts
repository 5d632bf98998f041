import createPersistence from 'aedes-persistence-level';
import { ClassicLevel } from 'classic-level';

/** A LevelDB at `folder` with aedes-persistence-level as that comes, and as older versions of the edge broker used it. */
export async function openPlainPersistence(folder: string) {
  const level = new ClassicLevel<string, Buffer>(folder, { valueEncoding: 'buffer' });
  await level.open();
  return { level, persistence: createPersistence(level), close: () => level.close() };
}
