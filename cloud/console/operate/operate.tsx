import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { askFor, jobQuery, upload } from '../api/images.ts';
import { hrefOf } from '../route/route.ts';
import { goTo } from '../route/use-route.ts';
import { newStep, type Step, toOperation } from './catalogue.ts';
import { Chosen } from './chosen.tsx';
import { DropZone } from './drop-zone.tsx';
import './operate.css';
import { Request } from './request.tsx';
import { Result } from './result.tsx';
import { Steps } from './steps.tsx';

/** A picture, what is to be done to it in order, and what came of it. */
export default function Operate({ query }: { readonly query: Readonly<Record<string, string>> }): ReactNode {
  const { image, job } = query;
  const [steps, setSteps] = useState<readonly Step[]>([newStep(0, 'resize')]);
  const send = useMutation({
    mutationFn: upload,
    onSuccess: (id) => goTo(hrefOf('operate', { image: id })),
  });
  const operations = steps.map(toOperation);
  const run = useMutation({
    mutationFn: (id: string) => askFor(id, operations),
    onSuccess: ({ id }) => goTo(hrefOf('operate', { image, job: id }), { replace: true }),
  });
  const done = useQuery(jobQuery(job));
  return (
    <div className="page">
      <div className="operate">
        <section className="stack">
          <h2>Picture</h2>
          {image === undefined ? null : <Chosen id={image} />}
          <DropZone isBusy={send.isPending} take={(file) => send.mutate(file)} hasPicture={image !== undefined} />
          {send.error ? <Refused error={send.error} /> : null}
        </section>
        <section className="stack">
          <h2>Operations, in order</h2>
          <Steps steps={steps} change={setSteps} />
          <div className="row">
            <button
              type="button"
              className="primary"
              disabled={image === undefined || steps.length === 0 || run.isPending}
              onClick={() => image !== undefined && run.mutate(image)}
            >
              {run.isPending ? 'Working …' : 'Run'}
            </button>
            {image === undefined ? <span className="quiet">Give a picture first.</span> : null}
          </div>
          {run.error ? <Refused error={run.error} /> : null}
          <Request image={image} operations={operations} />
        </section>
        <section className="stack" aria-live="polite">
          <h2>Result</h2>
          {done.data ? <Result job={done.data} /> : <p className="quiet">What comes of it is shown here.</p>}
          {done.error ? <Refused error={done.error} /> : null}
        </section>
      </div>
    </div>
  );
}

function Refused({ error }: { readonly error: Error }): ReactNode {
  return (
    <p className="red" role="alert">
      {error.message}
    </p>
  );
}
