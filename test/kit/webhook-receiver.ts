import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll } from 'vitest';

/** A message as it came in. */
export interface ReceivedMessage {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a partner runs: an address that keeps what it is sent, and checks it with a library that we did not write. */
export interface WebhookReceiver {
  readonly url: string;
  readonly received: readonly ReceivedMessage[];
  /** What it answers; 204 unless it says otherwise. */
  answer: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Opens one on a free port, until the file's last test. */
export async function webhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedMessage[] = [];
  const receiver = { received, url: '', answer: (_request: IncomingMessage, response: ServerResponse) => void response.writeHead(204).end() };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
      receiver.answer(request, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
  return receiver;
}

/** What a message says, if the library holds its signature for good. @throws by the library otherwise */
export function verified({ headers, body }: ReceivedMessage, secret: string): unknown {
  const text = (name: string) => String(headers[name] ?? '');
  return new Webhook(secret).verify(body, { 'webhook-id': text('webhook-id'), 'webhook-timestamp': text('webhook-timestamp'), 'webhook-signature': text('webhook-signature') });
}
