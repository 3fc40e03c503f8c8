import { readFile } from 'node:fs/promises';
import express, { Router, type Response } from 'express';
import { projectFile } from '../graphql/project-file.ts';

/** The folder of the built citizen app. */
const built = () => projectFile('client/dist');

/** The built page of the citizen app. */
export function citizenAppHtml(): Promise<string> {
  return readFile(`${built()}/index.html`, 'utf8');
}

/** Serves the built work desk at `/desk/`; its files are in no citizen's bundle. */
export function workDesk(): Router {
  const router = Router();
  router.use('/desk', express.static(projectFile('client/desk/dist'), { index: 'desk.html', setHeaders: keepHashedFiles }));
  return router;
}

/** Serves the built citizen app at `/`. Hashed assets may be kept for ever; the page itself is asked for anew each time. */
export function citizenApp(): Router {
  const router = Router();
  router.use(
    express.static(built(), {
      fallthrough: true,
      setHeaders: keepHashedFiles,
    }),
  );
  return router;
}

function keepHashedFiles(response: Response, path: string): void {
  response.setHeader('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
}
