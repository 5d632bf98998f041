import { FORWARDER_CLIENT_ID, KeptLink, type LinkOptions, type MqttMessage } from '@vedette/core/mqtt';
import type { Logger } from '@vedette/core/observe';
import type { Topics } from '@vedette/core/topics';
import type { Announcements } from './announcements.ts';
import type { Intake } from './intake.ts';
import type { DetectorReports } from './ledger/index.ts';
import type { ForwarderMeter } from './meter.ts';

/** Messages that are brought to disk together: one flush for all of them. */
const CONCURRENCY = 64;

export interface EdgeOptions {
  readonly url: string;
  readonly will: NonNullable<LinkOptions['will']>;
  readonly topics: Topics;
  readonly intake: Intake;
  readonly announcements: Announcements;
  readonly reports: DetectorReports;
  readonly meter: ForwarderMeter;
  readonly log: Logger;
  onUp(): void;
}

/**
 * The durable session on the edge broker. While the spool is full there is no connection at all: one that does not
 * read would hold up the broker's other clients, and its answers to pings would wait behind the refused message.
 */
export function openEdge(options: EdgeOptions): KeptLink {
  const { url, will, topics, intake, announcements, reports, meter, log, onUp } = options;
  async function take(message: MqttMessage): Promise<void> {
    const place = topics.placeOf(message.topic);
    if (place && message.topic === topics.cameraStatus(place)) announcements.takeStatus(message);
    else if (place && message.topic === topics.cameraLedger(place)) reports.take(place, message);
    else await intake.take(message);
  }
  return new KeptLink({
    what: 'edge broker',
    log,
    link: {
      url,
      clientId: FORWARDER_CLIENT_ID,
      durable: true,
      concurrency: CONCURRENCY,
      will,
      subscribe: [...topics.all.shots, topics.all.cameraStatus, topics.all.cameraLedger],
      onMessage: take,
    },
    async hold(signal) {
      await intake.untilRoom(signal);
      intake.renew();
    },
    onUp() {
      meter.count('connects', 'edge');
      onUp();
    },
  });
}
