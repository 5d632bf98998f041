import type { ReactNode } from 'react';
import type { StoredShot } from '../api/shapes.ts';
import { CopyButton } from '../parts/copy-button.tsx';

/** What one takes along to a terminal or a bug report. */
export function Copies({ shot }: { readonly shot: StoredShot }): ReactNode {
  const { links: _, ...description } = shot;
  const file = shot.key.split('/').at(-1);
  return (
    <section>
      <h2>Take it along</h2>
      <p className="key">
        <code>{shot.key}</code>
      </p>
      <div className="row">
        <CopyButton text={shot.key}>Copy the key</CopyButton>
        <CopyButton text={`vedette get ${quoted(shot.id)}`}>vedette get</CopyButton>
        <CopyButton text={`aws s3 cp ${quoted(`s3://BUCKET/${shot.key}`)} ${quoted(`./${file}`)}`}>
          aws s3 cp
        </CopyButton>
        <CopyButton text={JSON.stringify(description, null, 2)}>Copy the JSON</CopyButton>
      </div>
    </section>
  );
}

/** For a shell: a key may have anything in it. */
function quoted(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
