import { getDistDirectory, renderAltair } from 'altair-static';
import express, { Router } from 'express';

/** A GraphQL explorer for developers at `/explorer`, served from our own files; never mounted in production. */
export function explorer(): Router {
  const router = Router();
  const page = renderAltair({ baseURL: '/explorer/', endpointURL: '/graphql', initialQuery: '{\n  donationPolicy {\n    minimumAge\n  }\n}\n' });
  router.get(['/explorer', '/explorer/'], (request, response) => {
    if (request.path === '/explorer') return response.redirect(301, '/explorer/');
    // The explorer brings its own inline script and style; it runs on developers' machines only.
    response.removeHeader('content-security-policy');
    response.type('html').send(page);
  });
  router.use('/explorer', express.static(getDistDirectory()));
  return router;
}
