import type { EventEmitter } from 'node:events';
import type { Aedes, Client } from 'aedes';
import { Counter, Gauge } from 'prom-client';
import { CountedLog } from '../observe/counted-log.ts';
import type { ServiceContext } from '../run/service.ts';

/** Counts messages and clients, and logs who comes, goes and is cut off. */
export class BrokerMeter {
  readonly #refused;
  readonly #cutOff: CountedLog;
  readonly #failed: CountedLog;

  constructor(aedes: Aedes, name: string, { log, metrics }: ServiceContext) {
    const prefix = `vedette_${name.replace('-', '_')}`;
    const registers = [metrics];
    const received = new Counter({
      name: `${prefix}_messages_total`,
      help: 'Messages that clients published',
      registers,
    });
    const clients = new Gauge({ name: `${prefix}_clients`, help: 'Clients connected now', registers });
    this.#refused = new Counter({
      name: `${prefix}_oversize_messages_total`,
      help: 'Messages longer than maxMessageBytes, whose clients were cut off',
      registers,
    });
    this.#cutOff = new CountedLog((line) => log.warn(line, 'client cut off'));
    this.#failed = new CountedLog((line) => log.error(line, 'the broker could not do its work'));
    const isThere = (what: string) => (client: Client) => {
      clients.set(aedes.connectedClients);
      log.debug({ client: client.id }, what);
    };
    aedes.on('publish', (_packet, client) => client && received.inc());
    aedes.on('clientReady', isThere('client connected'));
    aedes.on('clientDisconnect', isThere('client disconnected'));
    // One that does not read is reported for each message that it did not take.
    aedes.on('clientError', ({ id }, error) => this.#cutOff.add({ client: id, reason: error.message }));
    aedes.on('connectionError', (_client, error) => this.#cutOff.add({ reason: error.message }));
    // Where the store fails while aedes clears up; without a listener it would end the process.
    (aedes as EventEmitter).on('error', (error) => this.#failed.add({ reason: error.message }));
  }

  refused(): void {
    this.#refused.inc();
  }

  close(): void {
    this.#cutOff.close();
    this.#failed.close();
  }
}
