import { type RequestHandler, Router } from 'express';
import type { Readiness } from './readiness.ts';

/**
 * `/healthz`: the process answers; whoever gets nothing starts it anew. `/readyz`: it wants requests; a balancer that gets 503
 * sends them elsewhere. Both say no more than that, for anybody can ask.
 */
export function health(readiness: Readiness): Router {
  const ready: RequestHandler = async (_request, response) => {
    const because = await readiness.trouble();
    if (because === null) response.json({ ready: true });
    else response.status(503).set('retry-after', '2').json({ ready: false, because });
  };
  const noStore: RequestHandler = (_request, response, next) => {
    response.set('cache-control', 'no-store');
    next();
  };
  return Router()
    .get('/healthz', noStore, (_request, response) => void response.json({ ok: true }))
    .get('/readyz', noStore, ready);
}
