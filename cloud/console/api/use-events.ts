import { EventSource } from 'eventsource';
import { useEffect, useEffectEvent } from 'react';
import { authorizedFetch } from './request.ts';

/**
 * Listens to what the server tells as it happens; it comes back by itself, and goes on where it was. The browser's own
 * EventSource cannot carry a token.
 */
export function useEvents<T>(name: 'shot' | 'job', heard: (data: T) => void, enabled = true): void {
  const onHeard = useEffectEvent(heard);
  useEffect(() => {
    if (!enabled) return;
    const url = new URL('/api/events', document.baseURI);
    const source = new EventSource(url, { fetch: (input, init) => authorizedFetch(input, init as RequestInit) });
    source.addEventListener(name, ({ data }) => onHeard(JSON.parse(data) as T));
    return () => source.close();
  }, [name, enabled]);
}
