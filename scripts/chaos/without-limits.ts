/** Loaded before a server (`--import`), for controls: bodies of any size are read, and a caller may stand still for ever. */
import { Server } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../stages.ts';

type ReadBody = (stream: object, options: object, done: (...results: unknown[]) => void) => void;

const server = createRequire(join(root, 'server/package.json'));
const parser = createRequire(createRequire(server.resolve('express')).resolve('body-parser'));
const readBody = parser('raw-body') as ReadBody;
const loaded = parser.cache[parser.resolve('raw-body')];
if (loaded) loaded.exports = ((stream, options, done) => readBody(stream, { ...options, limit: null }, done)) satisfies ReadBody;

Object.defineProperty(Server.prototype, 'timeout', { get: () => 0, set: () => undefined });
