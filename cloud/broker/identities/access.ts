import type { Access } from '@vedette/core/mqtt';
import { type Place, type Topics, topicsUnder } from '@vedette/core/topics';
import type { IdentityRecord } from './identity.ts';

/** Where the topics are that the roles are about. */
export interface TopicRoot {
  readonly root: string;
  readonly shotAlias?: string | undefined;
}

export const EVERYTHING: Access = {
  mayPublish: () => true,
  mayRetain: () => true,
  maySubscribe: () => true,
  mayRead: () => true,
  isWaitedFor: true,
};

/** What one may do by its role and name. */
export function accessOf({ name, role }: Pick<IdentityRecord, 'name' | 'role'>, where: TopicRoot): Access {
  const topics = topicsUnder(where.root, where.shotAlias);
  const [site = '', device = ''] = name.split('/');
  const reader: Access = { ...EVERYTHING, mayPublish: () => false, mayRetain: () => false };
  switch (role) {
    case 'device':
      return sender({ site, device }, `${where.root}/${site}/${device}/`, topics);
    case 'gateway':
      return onAliasToo(sender({ site, device: '+' }, `${where.root}/${site}/`, topics), where);
    case 'sink':
      return { ...reader, mayPublish: (topic) => matches(topics.all.receipt, topic) };
    case 'viewer':
      return { ...reader, isWaitedFor: false };
  }
}

/** Publishes below `prefix`, but no receipts; what it says of itself is retained, its shots are not; reads its receipts. */
function sender(own: Pick<Place, 'site' | 'device'>, prefix: string, topics: Topics): Access {
  const cameras = { ...own, camera: '+' };
  const ofCameras = [topics.cameraStatus(cameras), topics.cameraLedger(cameras), topics.meta(cameras)];
  const retained = [topics.deviceStatus(own), topics.deviceLedger(own), ...ofCameras];
  const receipts = topics.receipt(own);
  return {
    mayPublish: (topic) => topic.startsWith(prefix) && !matches(topics.all.receipt, topic),
    mayRetain: (topic) => retained.some((filter) => matches(filter, topic)),
    maySubscribe: (filter) => matches(receipts, filter),
    mayRead: (topic) => matches(receipts, topic),
    isWaitedFor: false,
  };
}

/** On an alias the sink can only believe what the message says of its origin: it is not for one device among others. */
function onAliasToo(access: Access, { shotAlias }: TopicRoot): Access {
  return { ...access, mayPublish: (topic) => topic === shotAlias || access.mayPublish(topic) };
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
