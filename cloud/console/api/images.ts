import { queryOptions } from '@tanstack/react-query';
import { requestJson } from './request.ts';
import type { Job, Operation, UploadedImage } from './shapes.ts';

/** So long the server is asked to wait for a job; it is asked again after that. */
const WAIT_SECONDS = 10;
const AGAIN_MS = 1_000;

/** Stores a picture; gives its id. Rejects with Problem. */
export async function upload(file: Blob): Promise<string> {
  const { id } = await requestJson<UploadedImage>('/api/images', {
    method: 'POST',
    headers: { 'content-type': file.type },
    body: file,
  });
  return id;
}

/** Asks for operations on a picture; gives the job as it is when it is done or the server waits no longer. */
export function askFor(image: string, operations: readonly Operation[]): Promise<Job> {
  return requestJson<Job>(`/api/images/${image}/operations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: `wait=${WAIT_SECONDS}` },
    body: JSON.stringify({ operations }),
  });
}

/** A job, until it has ended. */
export function jobQuery(id: string | undefined) {
  return queryOptions({
    queryKey: ['job', id],
    enabled: id !== undefined,
    queryFn: ({ signal }) => requestJson<Job>(`/api/jobs/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && hasEnded(state.data) ? false : AGAIN_MS),
  });
}

function hasEnded({ state }: Job): boolean {
  return state === 'done' || state === 'failed';
}
