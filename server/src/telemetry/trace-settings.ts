import * as v from 'valibot';

/** How traces are made and where they go. */
export interface TraceSettings {
  /** Where the collector takes spans by OTLP over HTTP, with its path. */
  readonly url: string;
  readonly serviceName: string;
  readonly sampler: (typeof samplers)[number];
  /** The share of traces that is kept, 0 to 1, by the samplers that ask for one. */
  readonly ratio: number;
  /** Whether the proxy in front begins traces, and its `traceparent` is therefore believed. */
  readonly isParentTrusted: boolean;
}

/** The samplers of the OpenTelemetry specification. */
const samplers = ['always_on', 'always_off', 'traceidratio', 'parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'] as const;

const optional = v.optional(v.string(), '');

/** The settings of the environment, to be read with all the others by `config.ts`; those of the standard under its names. */
export const traceEnvironment = {
  OTEL_EXPORTER_OTLP_ENDPOINT: v.optional(v.union([v.literal(''), v.pipe(v.string(), v.check(isHttpAddress))]), ''),
  // Used by the library, which reads it itself; here it is only judged.
  OTEL_EXPORTER_OTLP_HEADERS: v.pipe(optional, v.check((text) => text === '' || text.split(',').every((pair) => /^[^=\s]+=/.test(pair.trim())))),
  OTEL_SDK_DISABLED: v.optional(v.picklist(['true', 'false']), 'false'),
  OTEL_SERVICE_NAME: v.optional(v.pipe(v.string(), v.regex(/^[\w.-]{1,60}$/)), 'sanxian'),
  OTEL_TRACES_SAMPLER: v.optional(v.picklist(samplers), 'parentbased_traceidratio'),
  OTEL_TRACES_SAMPLER_ARG: v.optional(v.pipe(v.string(), v.regex(/^(0|1|[01]?\.\d+)$/), v.transform(Number), v.maxValue(1)), '0.01'),
  SANXIAN_TRUST_TRACEPARENT: v.optional(v.picklist(['on', 'off']), 'off'),
} as const;

type Environment = v.InferOutput<ReturnType<typeof v.object<typeof traceEnvironment, undefined>>>;

/** What is to be traced; null, and then nothing of it is even loaded, unless a collector is named. */
export function traceSettings(set: Environment): TraceSettings | null {
  if (set.OTEL_EXPORTER_OTLP_ENDPOINT === '' || set.OTEL_SDK_DISABLED === 'true') return null;
  return {
    // By the specification the path of the signal is added to whatever path the address has.
    url: `${set.OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/$/, '')}/v1/traces`,
    serviceName: set.OTEL_SERVICE_NAME,
    sampler: set.OTEL_TRACES_SAMPLER,
    ratio: set.OTEL_TRACES_SAMPLER_ARG,
    isParentTrusted: set.SANXIAN_TRUST_TRACEPARENT === 'on',
  };
}

/** What is wrong with the settings together; empty when nothing is. */
export function faultsOfTraceSettings({ SANXIAN_TRUST_TRACEPARENT: trust, SANXIAN_TRUSTED_PROXIES: proxies }: Environment & { readonly SANXIAN_TRUSTED_PROXIES: number }): readonly string[] {
  return trust === 'on' && proxies === 0 ? ['SANXIAN_TRUST_TRACEPARENT (without a proxy of ours, SANXIAN_TRUSTED_PROXIES, anybody could begin our traces)'] : [];
}

function isHttpAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}
