import { randomUUID } from 'node:crypto';
import { ROOT_CONTEXT, SpanKind, trace, type Span } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOffSampler, AlwaysOnSampler, BatchSpanProcessor, ParentBasedSampler, type ReadableSpan, type Sampler, type SpanExporter, type SpanProcessor, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { allowedSpan } from './allowed-spans.ts';
import type { TraceSettings } from './trace-settings.ts';
import { recordBy, type Deed } from './traces.ts';

/** What became of a span: taken by the collector; left out because too many waited; or refused, or not taken in time. */
export type SpanOutcome = 'sent' | 'dropped' | 'failed';

/** What sending traces needs. */
export interface SendTracesOptions {
  readonly settings: TraceSettings;
  /** Is told what became of spans. */
  readonly count: (outcome: SpanOutcome, spans: number) => void;
}

/** Traces on their way to a collector. */
export interface SentTraces {
  /** Begins none any more and sends what waits, for as long as `FLUSH` and no longer. */
  stop(): Promise<void>;
}

/** How many spans wait at most to be sent, those on their way included; what comes then is dropped. About two megabytes. */
export const MOST_WAITING = 2_048;

/** How many spans go together, and after how many milliseconds they go in any case. */
const BATCH = { maxExportBatchSize: 256, scheduledDelayMillis: 2_000 };

/** How long the collector may take for a batch, with what is tried again, in milliseconds: it is beside us or it is away. */
const PATIENCE = 2_000;

/** How long a server that stops waits for the collector, in milliseconds. */
export const FLUSH = 2_500;

const kinds: Readonly<Record<Deed, SpanKind>> = { request: SpanKind.SERVER, 'unit of work': SpanKind.INTERNAL, commit: SpanKind.CLIENT, statement: SpanKind.CLIENT, call: SpanKind.CLIENT, round: SpanKind.INTERNAL };

const attributes: Readonly<Record<Deed, string>> = { request: 'sanxian.door', 'unit of work': 'sanxian.command', commit: 'sanxian.command', statement: 'sanxian.statement', call: 'sanxian.party', round: 'sanxian.round' };

/**
 * Records spans and sends them to a collector. Nothing is registered globally, so no library beside us begins spans of its own or writes a
 * `traceparent` into what we send. Requests never wait: a span that has ended lies in a bounded queue or is dropped.
 */
export function sendTraces({ settings, count }: SendTracesOptions): SentTraces {
  // Neither the machine nor the command line, which the library could find out by itself.
  const resource = resourceFromAttributes({ 'service.name': settings.serviceName, 'service.instance.id': randomUUID() });
  const waiting = new Waiting(new OTLPTraceExporter({ url: settings.url, timeoutMillis: PATIENCE }), count);
  const provider = new TracerProvider({ resource, sampler: samplerOf(settings), spanProcessors: [waiting] });
  const tracer = provider.getTracer('sanxian');
  recordBy({
    isParentTrusted: settings.isParentTrusted,
    startSpan(deed, name, parent) {
      const context = parent === null ? ROOT_CONTEXT : 'spanContext' in parent ? trace.setSpan(ROOT_CONTEXT, parent) : trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true });
      const span: Span = tracer.startSpan(`${deed} ${name}`, { kind: kinds[deed], attributes: { [attributes[deed]]: name } }, context);
      return span.isRecording() ? span : null;
    },
  });
  return {
    async stop() {
      recordBy(null);
      const { promise: late, resolve } = Promise.withResolvers<undefined>();
      const timer = setTimeout(() => resolve(undefined), FLUSH);
      // A collector that is away is counted, and keeps nobody from stopping.
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
      clearTimeout(timer);
    },
  };
}

function samplerOf({ sampler, ratio }: TraceSettings): Sampler {
  const [, parentBased, kind] = /^(parentbased_)?(.*)$/.exec(sampler) ?? [];
  const root = kind === 'always_on' ? new AlwaysOnSampler() : kind === 'always_off' ? new AlwaysOffSampler() : new TraceIdRatioBasedSampler(ratio);
  return parentBased ? new ParentBasedSampler({ root }) : root;
}

/**
 * The library's queue with two things it lacks: the allow-list at its end, and a count of what never arrives. It counts what waits and what is
 * on its way together, so that a collector that takes everything and answers nothing is held to the same bound.
 */
class Waiting implements SpanProcessor {
  #spans = 0;
  readonly #queue: BatchSpanProcessor;
  readonly #count: SendTracesOptions['count'];

  constructor(exporter: SpanExporter, count: SendTracesOptions['count']) {
    this.#count = count;
    const guarded: SpanExporter = {
      export: (spans, done) => {
        exporter.export(spans.map(allowedSpan), (result) => {
          this.#spans -= spans.length;
          // `ExportResultCode.SUCCESS`
          count(result.code === 0 ? 'sent' : 'failed', spans.length);
          done(result);
        });
      },
      forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
      shutdown: () => exporter.shutdown(),
    };
    this.#queue = new BatchSpanProcessor({ ...BATCH, exporter: guarded, maxQueueSize: MOST_WAITING, exportTimeoutMillis: PATIENCE + 500 });
  }

  onStart(): void {
    // Only what has ended is sent.
  }

  onEnd(span: ReadableSpan): void {
    if (this.#spans >= MOST_WAITING) return this.#count('dropped', 1);
    this.#spans += 1;
    this.#queue.onEnd(span);
  }

  forceFlush(): Promise<void> {
    return this.#queue.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#queue.shutdown();
  }
}
