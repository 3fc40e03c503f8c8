import { readFileSync } from 'node:fs';
import { type RequestHandler, Router } from 'express';
import { projectFile } from '../graphql/project-file.ts';

/** Publishes the partners' part of the contract: whoever builds against it needs neither a token nor our repository. */
export function publishedContract(): Router {
  const sdl = readFileSync(projectFile('schema/partners.graphql'), 'utf8');
  const answer: RequestHandler = (_request, response) => void response.set({ 'cache-control': 'public, max-age=3600', 'access-control-allow-origin': '*' }).type('text/plain').send(sdl);
  return Router().get('/schema.graphql', answer);
}
