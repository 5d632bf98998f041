import type { LetGo } from './track/selector.ts';

/** What a selector lets go of; faces whose frame could not be cut; shots that the edge broker did not get. */
export type SuppressionReason = LetGo['reason'] | 'unreadable' | 'unsent';
