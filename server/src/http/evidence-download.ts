import { type RequestHandler, Router } from 'express';
import type { AppConfig } from '../config.ts';
import { throughDoorOf } from '../database/door.ts';
import type { Orm } from '../database/orm.ts';
import { openRegisterKeys } from '../database/register-keys.ts';
import { openFile } from '../evidence/evidence-delivery.ts';
import { takeDelivery } from '../evidence/evidence.queries.ts';
import type { Ports } from '../graphql/context.ts';
import { RequestFault } from '../graphql/request-faults.ts';
import { callerOf } from '../identity/callers.ts';
import { bearerToken } from '../identity/bearer-token.ts';

/**
 * Hands out an evidence package: once, within its minutes, to the session that asked for it. Everything else is told that
 * there is nothing here, whatever the reason. That it was issued is on record before anybody can come here.
 */
export function evidenceDownload(config: AppConfig, orm: Orm, { vault, now }: Ports): Router {
  const answer: RequestHandler<{ id: string }> = async (request, response) => {
    response.setHeader('cache-control', 'no-store');
    const recognising = orm.em.fork({ clear: true });
    await openRegisterKeys(orm, vault, now());
    const actor = await callerOf(bearerToken(request.headers), { em: recognising, vault, now, limits: config.session });
    const em = throughDoorOf(actor, recognising);
    const sealed = actor.kind === 'STAFF' ? await takeDelivery(em, request.params.id, actor.session.id, now()) : null;
    if (!sealed) throw new RequestFault('NOT_FOUND');
    response.setHeader('content-type', 'application/pdf');
    response.setHeader('content-disposition', `attachment; filename="evidence-${request.params.id}.pdf"`);
    response.end(openFile(vault, request.params.id, sealed));
  };
  return Router().get('/evidence/:id', answer);
}
