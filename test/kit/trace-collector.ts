import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

/** A span as it lies in a message of OTLP over HTTP. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
  readonly events: readonly unknown[];
  readonly links: readonly unknown[];
  readonly status: { readonly code: number; readonly message?: string };
}

interface Message {
  readonly resourceSpans: readonly { readonly resource: { readonly attributes: ReceivedSpan['attributes'] }; readonly scopeSpans: readonly { readonly spans: readonly ReceivedSpan[] }[] }[];
}

/** Takes spans as a collector of OpenTelemetry does, by JSON over HTTP, and keeps every byte. */
export interface TraceCollector {
  /** What `OTEL_EXPORTER_OTLP_ENDPOINT` is set to. */
  readonly url: string;
  /** Bodies as they came. */
  readonly bodies: readonly Buffer[];
  readonly headers: readonly IncomingHttpHeaders[];
  /** What it answers; 200 unless it says otherwise. */
  answer: (response: ServerResponse) => void;
  /** All spans so far. */
  spans(): ReceivedSpan[];
  /** What the servers say of themselves. */
  resources(): ReceivedSpan['attributes'][];
}

/** Opens one on a free port, until the file's last test. */
export async function traceCollector(): Promise<TraceCollector> {
  const bodies: Buffer[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const messages = () => bodies.map((body) => JSON.parse(body.toString('utf8')) as Message);
  const collector: TraceCollector & { url: string } = {
    url: '',
    bodies,
    headers,
    answer: (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
    spans: () => messages().flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))),
    resources: () => messages().flatMap(({ resourceSpans }) => resourceSpans.map(({ resource }) => resource.attributes)),
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      bodies.push(Buffer.concat(parts));
      headers.push(request.headers);
      collector.answer(response);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  collector.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return collector;
}

/** The value of an attribute, whatever its type. */
export function attributeOf({ attributes }: Pick<ReceivedSpan, 'attributes'>, name: string): unknown {
  const found = attributes.find(({ key }) => key === name);
  return found && Object.values(found.value)[0];
}
