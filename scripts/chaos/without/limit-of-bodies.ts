/** In place of `http/short-way.ts`, in a control only: nobody looks how long a body is. */
import express, { type RequestHandler } from 'express';
import { bodyReadBefore as readBefore, shortWay as short } from '../../../server/src/http/short-way.ts';

/** As the original, for bodies of any length. */
export const shortWay: typeof short = (options, next) => short({ ...options, bodyLimit: Number.POSITIVE_INFINITY }, next);

/** As the original, for bodies of any length. */
export function bodyReadBefore(_json: RequestHandler): RequestHandler {
  return readBefore(express.json({ limit: Number.POSITIVE_INFINITY, type: ['application/json', 'application/graphql-response+json'] }));
}
