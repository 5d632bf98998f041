// An edge that needs no disk: it publishes shots and waits for their receipts.
import { KeptLink } from '../../core/dist/mqtt/index.js';
import { topicsUnder } from '../../core/dist/topics/index.js';

const topics = topicsUnder('vedette');
const log = { info() {}, warn() {}, error: console.error, debug() {} };

/** `send` publishes what a shotMaker made and resolves with the outcome that the receipt says. */
export function openEdge(url) {
  const waiting = new Map();
  const link = new KeptLink({
    ...{ what: 'broker', log },
    link: {
      ...{ url, clientId: `bench-${process.pid}`, subscribe: [topics.all.receipt] },
      onMessage: async ({ payload }) => {
        const { id, outcome } = JSON.parse(payload);
        waiting.get(id)?.(outcome);
        waiting.delete(id);
      },
    },
  });
  return {
    close: () => link.close(true),
    send({ shot, payload }) {
      const receipt = new Promise((resolve) => waiting.set(shot.id, resolve));
      link.publish(topics.shot(shot), payload).catch(() => undefined); // the bench is over
      return receipt;
    },
  };
}
