import type { X509Certificate } from 'node:crypto';

/** When a certificate ends: in ms since the epoch, and the day for people. */
export function certificateEnd({ validTo }: X509Certificate): { readonly ms: number; readonly day: string } {
  const end = new Date(validTo);
  return { ms: end.getTime(), day: end.toISOString().slice(0, 10) };
}
