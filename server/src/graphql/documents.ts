import { readFileSync } from 'node:fs';
import type { RequestHandler, Response } from 'express';
import type { Mode } from '../config.ts';
import { partnerOf } from '../partners/recognise-partner.ts';
import { projectFile } from './project-file.ts';
import { RequestFault } from './request-faults.ts';

/** The documents that citizens' clients may run: `sha256:<hex>` to text, as committed under `schema/generated`. */
export type Manifest = ReadonlyMap<string, string>;

const TRUSTED = 'trustedDocument';

/** Whether the request that is being answered runs a document of the manifest, which was judged when it was committed. */
export function isTrusted({ locals }: Response): boolean {
  return locals[TRUSTED] === true;
}

/** Reads the committed manifest. */
export function readManifest(): Manifest {
  return new Map(Object.entries(JSON.parse(readFileSync(projectFile('schema/generated/persisted-documents.json'), 'utf8')) as Record<string, string>));
}

/** The names of the operations in a manifest: any other name is a caller's, and must not become a series of figures or stand in a trace. */
export function operationNames(manifest: Manifest): ReadonlySet<string> {
  // Fragments may stand before the operation.
  return new Set([...manifest.values()].flatMap((text) => /(?:^|\} )(?:query|mutation) (\w+)/.exec(text)?.[1] ?? []));
}

/**
 * Puts the text of a trusted document in place of its id. In production nothing else runs, by whichever method it comes
 * (an id counts in a POST only): the text never comes from the phone. In development and test, and for partners, any document
 * runs.
 */
export function trustedDocuments(manifest: Manifest, mode: Mode): RequestHandler {
  return (request, response, next) => {
    const body: unknown = request.body;
    // Of a GET Apollo takes the document from the address, whatever stands in a body: an id there would make any text a trusted one.
    const { documentId, ...rest } = request.method === 'POST' && isRecord(body) ? body : {};
    if (documentId === undefined) return next(mode === 'production' && !partnerOf(response) ? new RequestFault('PERSISTED_DOCUMENT_REQUIRED') : undefined);
    const query = typeof documentId === 'string' ? manifest.get(documentId) : undefined;
    if (query === undefined) return next(new RequestFault('PERSISTED_DOCUMENT_NOT_FOUND'));
    request.body = { ...rest, query };
    response.locals[TRUSTED] = true;
    next();
  };
}

function isRecord(body: unknown): body is Record<string, unknown> {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}
