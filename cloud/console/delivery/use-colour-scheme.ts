import { useSyncExternalStore } from 'react';

const DARK = '(prefers-color-scheme: dark)';

/** Dark or light, as the system has it now. */
export function useColourScheme(): 'dark' | 'light' {
  return useSyncExternalStore(subscribe, read);
}

function subscribe(changed: () => void): () => void {
  const query = window.matchMedia(DARK);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

function read(): 'dark' | 'light' {
  return window.matchMedia(DARK).matches ? 'dark' : 'light';
}
