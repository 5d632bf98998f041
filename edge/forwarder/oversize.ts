import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { payloadId } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import { makeFolder, syncFolder } from './spool/index.ts';

/** Puts a message that is too long to send into a folder, with a note beside it; twice the same is one file. */
export async function putAside(folder: string, { topic, payload }: MqttMessage, maxBytes: number): Promise<string> {
  await makeFolder(folder);
  const file = join(folder, payloadId(payload).replace(':', '-'));
  const note = { topic, bytes: payload.length, reason: `longer than maxMessageBytes (${maxBytes})` };
  await writeFile(`${file}.bin`, payload, { flush: true });
  await writeFile(`${file}.json`, `${JSON.stringify(note)}\n`, { flush: true });
  await syncFolder(folder);
  return `${file}.bin`;
}
