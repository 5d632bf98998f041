import type { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import type { Aedes, Client } from 'aedes';
import { Counter, Gauge } from 'prom-client';
import { messageOf } from '../../errors.ts';
import { CountedLog } from '../../observe/counted-log.ts';
import { CountedLogs } from '../../observe/counted-logs.ts';
import type { ServiceContext } from '../../run/service.ts';
import type { UnretainedReason } from './bound-retained.ts';
import type { DenialReason } from './guard.ts';

type LogName = 'failed' | 'denied' | 'unqueued' | 'notRetained' | 'refused' | 'silent' | 'expired';

/** Who is cut off comes again within seconds, for hours: the same reason is said once in this time. */
const CUT_OFF_MS = 30_000;

/** Counts messages and clients, and logs who comes, goes, is cut off and is turned away. */
export class BrokerMeter {
  readonly #prefix: string;
  readonly #registers;
  readonly #oversize: Counter;
  readonly #tooMany: Counter;
  readonly #denied: Counter<'reason'>;
  readonly #unqueued: Counter;
  readonly #notRetained: Counter<'reason'>;
  readonly #expired: Counter;
  readonly #cutOff: CountedLogs;
  readonly #logs: Readonly<Record<LogName, CountedLog>>;

  constructor(aedes: Aedes, name: string, { log, metrics }: ServiceContext) {
    this.#prefix = `vedette_${name.replace('-', '_')}`;
    this.#registers = [metrics];
    const cutOff = 'Messages longer than maxMessageBytes, whose clients were cut off';
    this.#oversize = this.#counter('oversize_messages_total', cutOff);
    this.#tooMany = this.#counter('refused_connections_total', 'Connections closed since there were too many');
    this.#denied = this.#counter('denied_total', 'Messages and filters that their clients may not have', ['reason']);
    this.#unqueued = this.#counter('unqueued_messages_total', 'Messages not kept for a session whose queue is full');
    const refused = 'Messages passed on, but not retained as they should have been';
    this.#notRetained = this.#counter('refused_retained_total', refused, ['reason']);
    this.#expired = this.#counter('expired_sessions_total', 'Sessions that nobody came back for');
    const warn = (text: string) => new CountedLog((line) => log.warn(line, text));
    this.#cutOff = new CountedLogs((line) => log.warn(line, 'client cut off'), CUT_OFF_MS);
    this.#logs = {
      failed: new CountedLog((line) => log.error(line, 'the broker could not do its work')),
      denied: warn('not allowed; dropped'),
      unqueued: warn('the queue of a session is full; its newest message is dropped'),
      notRetained: warn('passed on, but not retained'),
      refused: warn('more connections than maxConnections; closed'),
      silent: warn('too many connections on which nothing is said; the oldest is closed'),
      expired: new CountedLog((line) => log.info(line, 'a session that nobody came back for has ended')),
    };
    this.#listen(aedes, log);
  }

  oversize(): void {
    this.#oversize.inc(); // the log line is that of the client cut off
  }

  tooMany(address: string | undefined): void {
    this.#tooMany.inc();
    this.#logs.refused.add({ address });
  }

  tooManySilent(address: string | undefined): void {
    this.#tooMany.inc();
    this.#logs.silent.add({ address });
  }

  /** `address`: of who had not come in yet. */
  cutOff(error: Error, address: string | undefined): void {
    this.#cutOff.add({ address, reason: error.message });
  }

  denied(denial: { readonly client: string; readonly topic: string; readonly reason: DenialReason }): void {
    this.#denied.inc({ reason: labelOf(denial.reason) });
    this.#logs.denied.add(denial);
  }

  unqueued(client: string, bytes: number): void {
    this.#unqueued.inc();
    this.#logs.unqueued.add({ client, bytes });
  }

  unretained(refusal: { readonly client: string; readonly topic: string; readonly reason: UnretainedReason }): void {
    this.#notRetained.inc({ reason: labelOf(refusal.reason) });
    this.#logs.notRetained.add(refusal);
  }

  expired(client: string): void {
    this.#expired.inc();
    this.#logs.expired.add({ client });
  }

  failed(error: unknown): void {
    this.#logs.failed.add({ reason: messageOf(error) });
  }

  /** A number that is read when somebody looks. */
  gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: `${this.#prefix}_${name}`,
      help,
      registers: this.#registers,
      collect() {
        this.set(read());
      },
    });
  }

  close(): void {
    for (const log of [this.#cutOff, ...Object.values(this.#logs)]) log.close();
  }

  #counter<L extends string>(name: string, help: string, labelNames: L[] = []): Counter<L> {
    return new Counter({ name: `${this.#prefix}_${name}`, help, labelNames, registers: this.#registers });
  }

  #listen(aedes: Aedes, log: ServiceContext['log']): void {
    const received = this.#counter('messages_total', 'Messages that clients published');
    this.gauge('clients', 'Clients connected now', () => aedes.connectedClients);
    const isThere = (what: string) => (client: Client) => log.debug({ client: client.id }, what);
    aedes.on('publish', (_packet, client) => client && received.inc());
    aedes.on('clientReady', isThere('client connected'));
    aedes.on('clientDisconnect', isThere('client disconnected'));
    // One that does not read is reported for each message that it did not take.
    aedes.on('clientError', ({ id }, error) => this.#cutOff.add({ client: id, reason: error.message }));
    aedes.on('connectionError', ({ conn }, error) => this.cutOff(error, addressOf(conn)));
    // Where the store fails while aedes clears up; without a listener it would end the process.
    (aedes as EventEmitter).on('error', (error) => this.failed(error));
  }
}

function addressOf(stream: unknown): string | undefined {
  return stream instanceof Socket ? stream.remoteAddress : undefined;
}

function labelOf(reason: string): string {
  return reason.replaceAll(' ', '_');
}
