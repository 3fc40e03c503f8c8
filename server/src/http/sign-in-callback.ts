import express, { Router, type Request } from 'express';

/** A ticket is short and plain (浙里办 1.4: at most 50 bytes); anything else is not passed on. */
const TICKET = /^[\w-]{1,128}$/;

/** By which the page knows again that it began this sign-in itself; it made the mark and put it into the address to return to. */
const ATTEMPT = /^[\w-]{16,64}$/;

/**
 * The registered callback (回调地址, 浙里办 1.4 step 2): the container hands over `ticket` and `sp` by GET or POST. The
 * ticket goes on in the fragment, so that it never stands in a log, a referrer or a cache; the page exchanges it at once.
 */
export function signInCallback(): Router {
  const router = Router();
  const handOver = (request: Request) => {
    const given = { ...request.query, ...(request.body as Record<string, unknown> | undefined) };
    const ticket = typeof given['ticket'] === 'string' && TICKET.test(given['ticket']) ? given['ticket'] : '';
    const attempt = attemptIn(given['sp']);
    return `${ownPath(given['sp'])}#/sign-in/return?ticket=${ticket}${attempt === null ? '' : `&attempt=${attempt}`}`;
  };
  router.get('/sign-in/callback', (request, response) => {
    response.setHeader('cache-control', 'no-store');
    response.redirect(303, handOver(request));
  });
  router.post('/sign-in/callback', express.urlencoded({ extended: false, limit: '4kb' }), (request, response) => {
    response.setHeader('cache-control', 'no-store');
    response.redirect(303, handOver(request));
  });
  return router;
}

/** The page's own mark in the address to return to; null when it has none, so that the page asks who is there. */
function attemptIn(sp: unknown): string | null {
  const attempt = typeof sp === 'string' ? URL.parse(sp, OWN)?.searchParams.get('attempt') : null;
  return attempt && ATTEMPT.test(attempt) ? attempt : null;
}

const OWN = 'http://own.invalid';

/** The path of `sp` when it lies on this site, otherwise the front page: a ticket is never handed to another site. */
function ownPath(sp: unknown): string {
  const url = typeof sp === 'string' ? URL.parse(sp, OWN) : null;
  // Only these have a path of their own: that of `blob:http://…` is another address.
  if (!url || !['http:', 'https:'].includes(url.protocol)) return '/';
  // Where the operator calls the callback itself `redirectUrl`, it comes back as `sp`; it would answer itself.
  return url.pathname.startsWith('//') || /^\/sign-in\/callback(\/|$)/i.test(url.pathname) ? '/' : url.pathname;
}
