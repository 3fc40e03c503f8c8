import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Which part of the house a request came to; few and fixed, so that nobody can make up more. */
export type DoorLabel = 'graphql' | 'fhir' | 'partner-token' | 'published' | 'health' | 'pages';

/** What stands at one moment in the register's own queues; asked of the database when the figures are fetched. */
export interface QueueFigures {
  /** Deliveries that wait for a kind of destination, and how old the oldest of them is, in seconds. */
  readonly waiting: readonly { readonly kind: string; readonly count: number; readonly oldestSeconds: number }[];
  /** Audited rows that no signed batch covers yet (no more than `MOST_COUNTED` are counted). */
  readonly unsealed: number;
  /** Seconds since the last signed batch; null before the first. */
  readonly sealedSecondsAgo: number | null;
  /** Whether PostgreSQL last failed to archive its log: until it can, the log grows on its own disk. */
  readonly archiveFailing: boolean;
}

/** Connections to the database that this server holds. */
export interface PoolFigures {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

/** Where the figures come from that are asked for, not counted. */
export interface Gauges {
  readonly queues: () => Promise<QueueFigures>;
  readonly pool: () => Promise<PoolFigures>;
  readonly isReady: () => boolean;
}

/** Seconds at which times of answers are sorted into: a phone feels 0.1 and 1, the limits of the house are 2.5 and 10. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * What this server counts about itself, in the form of Prometheus. Labels are words of this code, never of a caller: a name, a
 * number or a choice of a person has no place in them, and how many series there are is known beforehand.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Histogram<'door' | 'status'>;
  readonly #operations: Histogram<'operation'>;
  readonly #errors: Counter<'code'>;
  readonly #refusals: Counter<'command' | 'code'>;
  readonly #events: Counter<'event' | 'level'>;
  readonly #spans: Counter<'outcome'>;

  constructor() {
    const registers = [this.#registry];
    this.#requests = new Histogram({ name: 'sanxian_http_request_seconds', help: 'Time until an answer was sent, by door and class of status', labelNames: ['door', 'status'], buckets: BUCKETS, registers });
    this.#operations = new Histogram({ name: 'sanxian_graphql_operation_seconds', help: 'Time of one GraphQL operation, by the name of a trusted document or "free"', labelNames: ['operation'], buckets: BUCKETS, registers });
    this.#errors = new Counter({ name: 'sanxian_graphql_errors_total', help: 'Top-level errors of GraphQL answers, by code', labelNames: ['code'], registers });
    this.#refusals = new Counter({ name: 'sanxian_refusals_total', help: 'Commands that a rule stopped, by command and code', labelNames: ['command', 'code'], registers });
    this.#events = new Counter({ name: 'sanxian_log_events_total', help: 'Warnings and errors in the log that have a name, see docs/runbooks.md', labelNames: ['event', 'level'], registers });
    this.#spans = new Counter({ name: 'sanxian_trace_spans_total', help: 'Spans of traces: sent to the collector, dropped because too many waited, or failed because it did not take them', labelNames: ['outcome'], registers });
  }

  /** Counts one answer over HTTP. */
  request(door: DoorLabel, status: number, seconds: number): void {
    this.#requests.observe({ door, status: `${Math.floor(status / 100)}xx` }, seconds);
  }

  /** Counts one operation of GraphQL with the codes of its top-level errors. */
  operation(name: string, seconds: number, codes: readonly string[]): void {
    this.#operations.observe({ operation: name }, seconds);
    for (const code of codes) this.#errors.inc({ code });
  }

  /** Counts a command that was refused. */
  refusal(command: string, code: string): void {
    this.#refusals.inc({ command, code });
  }

  /** Counts a line of the log that has a name. */
  logEvent(event: string, level: string): void {
    this.#events.inc({ event, level });
  }

  /** Counts what became of spans. */
  spans(outcome: string, count: number): void {
    this.#spans.inc({ outcome }, count);
  }

  /** Adds the figures that are asked for when somebody fetches them; once for each server. */
  watch({ queues, pool, isReady }: Gauges): void {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    const gauge = (name: string, help: string, labelNames: readonly string[] = []) => new Gauge({ name, help, labelNames, registers });
    const ready = gauge('sanxian_ready', '1 while this server wants requests');
    const connections = gauge('sanxian_database_connections', 'Connections to the database, by state', ['state']);
    const waiting = gauge('sanxian_outbox_waiting', 'Deliveries that wait, by kind of destination', ['kind']);
    const oldest = gauge('sanxian_outbox_oldest_seconds', 'Age of the oldest waiting delivery, by kind of destination', ['kind']);
    const unsealed = gauge('sanxian_audit_unsealed', 'Audited rows that no signed batch covers yet');
    const sealedAgo = gauge('sanxian_audit_sealed_seconds_ago', 'Seconds since the last signed batch of the audit');
    const up = gauge('sanxian_database_up', '1 while the database answers this server');
    const archive = gauge('sanxian_archive_failing', '1 while PostgreSQL cannot archive its log');
    this.#collect = async () => {
      ready.set(isReady() ? 1 : 0);
      const { totalCount, idleCount, waitingCount } = await pool();
      connections.set({ state: 'used' }, totalCount - idleCount);
      connections.set({ state: 'idle' }, idleCount);
      connections.set({ state: 'awaited' }, waitingCount);
      const figures = await queues().catch(() => null);
      up.set(figures ? 1 : 0);
      // What nobody knows now is left out, neither repeated nor 0.
      for (const each of [waiting, oldest]) each.reset();
      for (const each of [unsealed, sealedAgo, archive]) each.remove();
      if (!figures) return;
      for (const { kind, count, oldestSeconds } of figures.waiting) {
        waiting.set({ kind }, count);
        oldest.set({ kind }, oldestSeconds);
      }
      unsealed.set(figures.unsealed);
      archive.set(figures.archiveFailing ? 1 : 0);
      if (figures.sealedSecondsAgo !== null) sealedAgo.set(figures.sealedSecondsAgo);
    };
  }

  #collect: () => Promise<void> = () => Promise.resolve();

  /** Everything as text, in Prometheus's format. What only the database knows is left out while it does not answer. */
  async text(): Promise<string> {
    await this.#collect();
    return this.#registry.metrics();
  }

  /** The type of that text. */
  get contentType(): string {
    return this.#registry.contentType;
  }
}
