import type { ReactNode } from 'react';
import './wall-skeleton.css';

const PLACES = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'];

/** Where the first row will be. */
export function WallSkeleton(): ReactNode {
  return (
    <div className="wall-skeleton" role="status" aria-label="Getting the pictures">
      {PLACES.map((place) => (
        <span key={place} />
      ))}
    </div>
  );
}
