import type { ReactNode } from 'react';
import { useJobsOf } from '../api/queries.ts';
import type { Job } from '../api/shapes.ts';
import { hrefOf } from '../route/route.ts';

/** What was computed from a picture; nothing where nothing was. */
export function Computed({ id }: { readonly id: string }): ReactNode {
  const { data: jobs = [] } = useJobsOf(id);
  if (jobs.length === 0) return null;
  return (
    <section>
      <h2>Computed from it</h2>
      <ul>
        {jobs.map((job) => (
          <li key={job.id}>
            <a href={hrefOf('operate', { image: id, job: job.id })}>{namesOf(job)}</a>{' '}
            <span className="quiet">{job.result?.key ?? job.error ?? job.state}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function namesOf({ operations }: Job): string {
  return operations.flatMap((operation) => Object.keys(operation)).join(', ');
}
