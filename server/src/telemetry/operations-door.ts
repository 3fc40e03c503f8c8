import { createServer, type Server } from 'node:http';
import express from 'express';
import { health } from './health.ts';
import type { Metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';

/** Where those who run the server look; apart from the public port, because figures are nobody else's business. */
export interface OperationsAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Listens for Prometheus and for the balancer: `/metrics`, `/healthz`, `/readyz`. It has no sign-in: keep it to the network of
 * those who run the server (docs/operations.md).
 *
 * @throws the listening fault, for example EADDRINUSE.
 */
export async function openOperationsDoor({ host, port }: OperationsAddress, { metrics, readiness }: { readonly metrics: Metrics; readonly readiness: Readiness }): Promise<Server> {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(health(readiness));
  app.get('/metrics', async (_request, response) => {
    response.set({ 'content-type': metrics.contentType, 'cache-control': 'no-store' }).send(await metrics.text());
  });
  app.use((_request, response) => void response.status(404).end());
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 10_000, maxHeaderSize: 8_192 }, app);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return server;
}
