import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Router, type RequestHandler } from 'express';
import sirv from 'sirv';
import { projectFile } from '../graphql/project-file.ts';

/** The folder of the built citizen app. */
const built = () => projectFile('client/dist');

/** The built page of the citizen app; empty when there is no build. */
export function citizenAppHtml(): Promise<string> {
  const page = `${built()}/index.html`;
  return existsSync(page) ? readFile(page, 'utf8') : Promise.resolve('');
}

/** Serves the built work desk at `/desk/`; its files are in no citizen's bundle. */
export const workDesk = (): Router => below('/desk', projectFile('client/desk/dist'), 'desk.html');

/** Serves the page of partners' engineers at `/partner/`. */
export const partnerPage = (): Router => below('/partner', projectFile('client/partner/dist'), 'partner.html');

/** Serves the gallery of the interface's parts at `/gallery/`; never mounted in production. */
export const gallery = (): Router => below('/gallery', projectFile('client/gallery/dist'), 'gallery.html');

/**
 * Serves the page that checks signed cards: at `/v` itself, which stands in their codes, with its files below. Its worker may answer
 * for that address, too, which is above the one it lies at.
 */
export function verifierPage(): Router {
  const router = Router();
  router.use(
    '/v',
    (request, response, next) => {
      if (request.path === '/') request.url = '/verifier.html';
      if (request.path === '/worker.js') response.setHeader('service-worker-allowed', '/v');
      next();
    },
    ...filesOf(projectFile('client/verifier/dist')),
  );
  return router;
}

/** A build of its own below an address of its own, whose page has another name than `index.html`. */
function below(address: string, folder: string, page: string): Router {
  const router = Router();
  router.use(
    address,
    (request, response, next) => {
      const [path = '', ...query] = request.originalUrl.split('?');
      if (path === address) return response.redirect(301, `${address}/`);
      if (path === `${address}/`) request.url = [`/${page}`, ...query].join('?');
      next();
    },
    ...filesOf(folder),
  );
  return router;
}

/** Serves the built citizen app at `/`. */
export function citizenApp(): Router {
  const router = Router();
  router.use(...filesOf(built()));
  return router;
}

/**
 * The files of a build as they are when the server starts, in the smallest form that the phone takes: brotli, gzip, plain. Nothing
 * when there is no build. Files that carry a digest in their name may be kept for ever; a page is asked for anew each time.
 */
function filesOf(folder: string): [RequestHandler, ...RequestHandler[]] {
  if (!existsSync(folder)) return [(_request, _response, next) => next()];
  const send = sirv(folder, { gzip: true, brotli: true, etag: true, setHeaders: keepHashedFiles });
  return [
    (request, response, next) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') return next();
      // A part of a file of a few kilobytes serves nobody, and a range that ends before it begins would break the answer off.
      delete request.headers.range;
      void send(request, response, () => next());
    },
  ];
}

const keepHashedFiles: NonNullable<NonNullable<Parameters<typeof sirv>[1]>['setHeaders']> = (response, path) => {
  response.setHeader('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
};
