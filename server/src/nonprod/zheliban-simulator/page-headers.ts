import type { Response } from 'express';
import { inlineBlocks } from '../../http/inline-blocks.ts';

/**
 * The headers of a simulator page: its own strict policy in place of the app's, no caching, framing by our own pages only.
 * @param callbackUrl the registered callback; a form may lead there even when it is on another origin (client dev server).
 */
export function sendPage(response: Response, text: string, callbackUrl = ''): void {
  const formTargets = ["'self'", ...(URL.canParse(callbackUrl) ? [new URL(callbackUrl).origin] : [])].join(' ');
  withPolicy(response, [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "frame-src 'self'",
    `form-action ${formTargets}`,
  ]).send(text);
}

/** The headers of the framed citizen app: what a hosted mini app may do, and inline only what its own build put there. */
export function sendFramedApp(response: Response, text: string): void {
  const { scripts, styles } = inlineBlocks(text);
  withPolicy(response, [
    "default-src 'self'",
    ["script-src 'self'", ...scripts].join(' '),
    // Vue writes :style bindings through the CSSOM, which needs no exception.
    ["style-src 'self'", ...styles].join(' '),
    "img-src 'self' data:",
    "object-src 'none'",
    "form-action 'self'",
  ]).send(text);
}

function withPolicy(response: Response, directives: readonly string[]): Response {
  return response
    .set('Content-Security-Policy', [...directives, "base-uri 'none'", "frame-ancestors 'self'"].join('; '))
    .set('X-Frame-Options', 'SAMEORIGIN')
    .set('Cache-Control', 'no-store')
    .type('html');
}
