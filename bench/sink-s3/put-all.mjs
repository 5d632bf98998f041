// Objects of 15 KB, so many in flight, timed behind a few that are not.
import { randomBytes } from 'node:crypto';
import { IMAGE_BYTES } from './sizes.mjs';

const WARM = 50;

/** Resolves with objects a second, and the CPU of this process for each in ms. */
export async function putAll(put, { inFlight, objects }) {
  const body = randomBytes(IMAGE_BYTES);
  await putSome(put, body, inFlight, 'warm', WARM);
  const before = process.cpuUsage();
  const begun = performance.now();
  await putSome(put, body, inFlight, 'shot', objects);
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(before);
  return { rate: objects / seconds, cpuMs: (user + system) / 1_000 / objects };
}

async function putSome(put, body, inFlight, name, objects) {
  let next = 0;
  const worker = async () => {
    while (next < objects) await put(`${name}-${next++}.jpg`, body);
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}
