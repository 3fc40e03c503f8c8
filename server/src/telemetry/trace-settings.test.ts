import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newSigningKey } from '../audit/audit-keys.ts';
import { ConfigurationFault, readConfig } from '../config.ts';
import { newCardKey } from '../donor-card/card-keys.ts';

const key = () => randomBytes(32).toString('base64');
const keys = { SANXIAN_KEYS: `k:${key()}`, SANXIAN_INDEX_KEY: key(), SANXIAN_AUDIT_KEY: newSigningKey('k'), SANXIAN_EVIDENCE_KEY: newSigningKey('k'), SANXIAN_CARD_KEY: newCardKey() };
const read = (environment: Readonly<Record<string, string>>) => readConfig({ mode: 'test', databaseUrl: '', dataFolder: '', ownUrl: 'http://127.0.0.1:4000', environment: { ...keys, ...environment } }).traces;
const at = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };

describe('traces', () => {
  it('are off unless a collector is named, and off by the standard switch', () => {
    expect([read({}), read({ OTEL_SERVICE_NAME: 'x' }), read({ ...at, OTEL_SDK_DISABLED: 'true' })]).toEqual([null, null, null]);
  });

  it('are kept one in a hundred, of requests that no proxy of ours traces, unless told otherwise', () => {
    expect(read(at)).toEqual({ url: 'http://127.0.0.1:4318/v1/traces', serviceName: 'sanxian', sampler: 'parentbased_traceidratio', ratio: 0.01, isParentTrusted: false });
    expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example/otlp/', OTEL_SERVICE_NAME: 'register-1', OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '1.0', SANXIAN_TRUSTED_PROXIES: '1', SANXIAN_TRUST_TRACEPARENT: 'on' })).toEqual({
      url: 'https://collector.example/otlp/v1/traces',
      serviceName: 'register-1',
      sampler: 'traceidratio',
      ratio: 1,
      isParentTrusted: true,
    });
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://somebody:secret@collector:4318'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'no pair'],
    ['OTEL_SDK_DISABLED', 'maybe'],
    ['OTEL_SERVICE_NAME', 'two words'],
    ['OTEL_TRACES_SAMPLER', 'jaeger_remote'],
    ['OTEL_TRACES_SAMPLER_ARG', '2'],
    ['OTEL_TRACES_SAMPLER_ARG', '1%'],
    // Without a proxy in front anybody writes the header.
    ['SANXIAN_TRUST_TRACEPARENT', 'on'],
  ])('stop the start with an unusable %s, named without its value: %s', (name, value) => {
    expect(() => read({ ...at, [name]: value })).toThrow(ConfigurationFault);
    expect(() => read({ ...at, [name]: value })).toThrow(name);
    if (value.length > 3) expect(() => read({ ...at, [name]: value })).not.toThrow(value);
  });
});
