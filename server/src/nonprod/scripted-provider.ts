import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the scripted provider received it. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** One scripted answer: JSON with status 200, or a listener that does as it likes. */
export type ScriptedAnswer = { readonly json: unknown; readonly status?: number } | RequestListener;

/** A local HTTP server that gives scripted answers in order and keeps what it was asked; for tests only. */
export interface ScriptedProvider {
  readonly origin: string;
  readonly received: readonly ReceivedRequest[];
  /** Sets the answers to come; a request beyond them gets 500. */
  readonly answersWith: (...answers: readonly ScriptedAnswer[]) => void;
  readonly close: () => Promise<void>;
}

/** Starts the server on a free local port. */
export async function startScriptedProvider(): Promise<ScriptedProvider> {
  const received: ReceivedRequest[] = [];
  let script: ScriptedAnswer[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      received.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
      give(script.shift() ?? { json: null, status: 500 }, request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    received,
    answersWith: (...answers) => {
      script = [...answers];
      received.length = 0;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

function give(answer: ScriptedAnswer, request: IncomingMessage, response: ServerResponse): void {
  if (typeof answer === 'function') return answer(request, response as Parameters<RequestListener>[1]);
  response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer.json));
}
