import { EventSource } from 'eventsource';
import { useEffect, useEffectEvent, useState } from 'react';
import { authorizedFetch } from './request.ts';

/**
 * Listens to what the server tells as it happens; it comes back by itself, and goes on where it was. The browser's own
 * EventSource cannot carry a token. True once it listens, or cannot: what is asked for from then on misses nothing.
 */
export function useEvents<T>(name: 'shot', heard: (data: T) => void): boolean {
  const [hasBegun, setBegun] = useState(false);
  const onHeard = useEffectEvent(heard);
  useEffect(() => {
    const url = new URL('/api/events', document.baseURI);
    const source = new EventSource(url, { fetch: (input, init) => authorizedFetch(input, init as RequestInit) });
    source.addEventListener('open', () => setBegun(true));
    source.addEventListener('error', () => setBegun(true));
    source.addEventListener(name, ({ data }) => onHeard(JSON.parse(data) as T));
    return () => source.close();
  }, [name]);
  return hasBegun;
}
