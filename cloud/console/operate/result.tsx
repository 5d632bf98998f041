import type { ReactNode } from 'react';
import type { Job } from '../api/shapes.ts';
import { useImage } from '../api/use-image.ts';
import { bytes } from '../format/count.ts';
import { milliseconds } from '../format/time.ts';
import { CopyButton } from '../parts/copy-button.tsx';

const WAITING = {
  queued: 'Waits for a worker. If that lasts, look whether one runs: vedette worker.',
  active: 'A worker has it.',
} as const;

/** What came of a job, or how far it is. */
export function Result({ job }: { readonly job: Job }): ReactNode {
  const source = useImage(job.state === 'done' ? `/api/jobs/${job.id}/result` : undefined);
  if (job.state === 'failed') {
    return (
      <p className="red" role="alert">
        {job.error ?? 'It failed.'}
      </p>
    );
  }
  if (job.state !== 'done' || !job.result) {
    return <p role="status">{job.state === 'done' ? '' : WAITING[job.state]}</p>;
  }
  const { width, height, bytes: size, type, key } = job.result;
  return (
    <figure className="plate">
      <div style={{ aspectRatio: `${width} / ${height}`, maxWidth: width }}>
        {source ? <img src={source} alt={`What came of it, ${width} by ${height} pixels`} /> : null}
      </div>
      <figcaption className="quiet">
        {width} × {height}, {type}, {bytes(size)}
        {job.doneAt && job.startedAt ? `, in ${milliseconds(Date.parse(job.doneAt) - Date.parse(job.startedAt))}` : ''}
      </figcaption>
      <div className="row">
        {source ? (
          <a className="button" href={source} download={key.split('/').at(-1)}>
            Download
          </a>
        ) : null}
        <CopyButton text={key}>Copy the key</CopyButton>
      </div>
    </figure>
  );
}
