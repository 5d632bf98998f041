import type { JobQueue, TakenJob } from '@vedette/store';

/** Parts of a lease after which it is renewed: one renewal may fail. */
const RENEWALS = 3;

/** Holds a job until what it returns is called. Where that fails, others have the job in the end, and it is done once all the same. */
export function hold(jobs: Pick<JobQueue, 'extend'>, job: TakenJob, leaseSeconds: number): () => void {
  const renew = () => {
    jobs.extend(job, { leaseSeconds }).catch(() => undefined); // who ends the job is told what is wrong
  };
  const timer = setInterval(renew, (leaseSeconds * 1_000) / RENEWALS).unref();
  return () => clearInterval(timer);
}
