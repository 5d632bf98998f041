import { useEffect, useState } from 'react';
import { request } from './request.ts';

/** An image that needs the token, as an address that an `<img>` may have; undefined until it is there, or if it fails. */
export function useImage(path: string | undefined): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (path === undefined) return;
    const stop = new AbortController();
    let made: string | undefined;
    const load = async () => {
      const response = await request(path, { signal: stop.signal });
      made = URL.createObjectURL(await response.blob());
      if (!stop.signal.aborted) setAddress(made);
    };
    load().catch(() => setAddress(undefined));
    return () => {
      stop.abort();
      if (made !== undefined) URL.revokeObjectURL(made);
      setAddress(undefined);
    };
  }, [path]);
  return address;
}
