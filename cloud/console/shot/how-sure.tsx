import type { ReactNode } from 'react';
import type { StoredShot } from '../api/shapes.ts';
import { count, percent } from '../format/count.ts';
import { Fact } from './fact.tsx';

type Detection = Exclude<StoredShot, { readonly kind: 'frame' }>;

export function HowSure({ shot }: { readonly shot: Detection }): ReactNode {
  const { score, model, quality, track, redaction } = shot;
  return (
    <section>
      <h2>How sure</h2>
      <dl>
        <Fact name="Sure" term="score of the detection">
          {percent(score)}
        </Fact>
        <Fact name="Found by" term={`model, SHA-256 ${model.sha256}`}>
          {model.name}
        </Fact>
        <Fact name="Ran on" term="execution provider of ONNX Runtime">
          {model.provider}
        </Fact>
        <Fact name="Sharpness" term="variance of the Laplacian of the picture's luma">
          {quality.sharpness.toFixed(0)}
        </Fact>
        <Fact name="Part of the frame" term="quality.area">
          {(quality.area * 100).toFixed(1)} %
        </Fact>
        <Fact name="Turned to the camera" term="quality.pose, by the landmarks">
          {percent(quality.pose)}
        </Fact>
        {track ? (
          <Fact name="Track" term="track.phase: first, or the best so far">
            {track.id}, {track.phase === 'first' ? 'its first shot' : 'its best so far'}, seen{' '}
            {count(track.seen, 'time')}
          </Fact>
        ) : null}
        {redaction ? (
          <Fact name="Hidden" term="redaction">
            {Object.entries(redaction)
              .map(([label, method]) => `${label}: ${method}`)
              .join(', ')}
          </Fact>
        ) : null}
      </dl>
    </section>
  );
}
