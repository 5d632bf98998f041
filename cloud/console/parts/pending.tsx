import { type ReactNode, useEffect, useState } from 'react';

/** What comes sooner needs no sign that it is coming. */
const UNNOTICED_MS = 300;

/** Says that something is on its way, once it takes long. */
export function Pending({ what }: { readonly what: string }): ReactNode {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), UNNOTICED_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className="page quiet" role="status">
      {isLong ? `Getting ${what} …` : ''}
    </p>
  );
}
