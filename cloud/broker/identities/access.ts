import type { Access } from '@vedette/core/mqtt';
import { type Topics, topicsUnder } from '@vedette/core/topics';
import type { IdentityRecord } from './identity.ts';

/** Where the topics are that the roles are about. */
export interface TopicRoot {
  readonly root: string;
  readonly shotAlias?: string | undefined;
}

export const EVERYTHING: Access = { mayPublish: () => true, maySubscribe: () => true, mayRead: () => true };

/** What one may do by its role and name. */
export function accessOf({ name, role }: Pick<IdentityRecord, 'name' | 'role'>, where: TopicRoot): Access {
  const topics = topicsUnder(where.root, where.shotAlias);
  const [site = '', device = ''] = name.split('/');
  switch (role) {
    case 'device':
      return sender(`${where.root}/${name}/`, topics.receipt({ site, device }), topics, where);
    case 'gateway':
      return sender(`${where.root}/${site}/`, topics.receipt({ site, device: '+' }), topics, where);
    case 'sink':
      return { ...EVERYTHING, mayPublish: (topic) => matches(topics.all.receipt, topic) };
    case 'viewer':
      return { ...EVERYTHING, mayPublish: () => false };
  }
}

/** Publishes below `prefix`, but no receipts; reads its receipts. */
function sender(prefix: string, receipts: string, topics: Topics, { shotAlias }: TopicRoot): Access {
  return {
    mayPublish: (topic) => topic === shotAlias || (topic.startsWith(prefix) && !matches(topics.all.receipt, topic)),
    maySubscribe: (filter) => matches(receipts, filter),
    mayRead: (topic) => matches(receipts, topic),
  };
}

/** Whether a topic, or a filter that is no wider, falls under a filter with `+` in it. */
function matches(filter: string, topic: string): boolean {
  const levels = topic.split('/');
  const wanted = filter.split('/');
  return (
    wanted.length === levels.length &&
    wanted.every((level, i) => level === levels[i] || (level === '+' && levels[i] !== '#'))
  );
}
