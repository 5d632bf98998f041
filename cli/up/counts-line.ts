import type { Books } from './books.ts';
import type { Stack } from './stack.ts';

/** What one glance should tell: `frames 120 · faces 340 · shots 12 · stored 12 · spool 0`. */
export function countsLine({ detector, forwarder, sink }: Stack, books: Books): string {
  const parts: [string, number][] = [];
  if (detector) {
    const { frames, faces, shots, unreadable } = detector.counts();
    parts.push(['frames', frames], ['faces', faces], ['shots', shots]);
    if (unreadable > 0) parts.push(['unreadable', unreadable]);
  }
  if (sink) {
    const { stored, duplicates, rejected } = sink.counts();
    parts.push(['stored', stored]);
    if (duplicates > 0) parts.push(['duplicates', duplicates]);
    if (rejected > 0) parts.push(['rejected', rejected]);
  } else if (forwarder) parts.push(['stored', books.settled('stored')]);
  if (forwarder) parts.push(['spool', forwarder.counts().waiting]);
  return parts.map(([name, count]) => `${name} ${count}`).join(' · ');
}
