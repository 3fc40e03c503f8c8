import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { answerFaults } from './faults.ts';

const folder = mkdtempSync(join(tmpdir(), 'sanxian-faults-'));
writeFileSync(join(folder, 'app.js'), 'run()');
const app = express();
app.disable('etag');
app.use(express.static(folder, { immutable: true, maxAge: '1y' }));
app.use(answerFaults(createLog('silent')));

describe('a fault of a file that a cache may keep for ever', () => {
  it.each([
    ['a range outside of it', { range: 'bytes=99-' }],
    ['another version than is there', { 'if-match': '"x"' }],
  ])('asked for %s is JSON and not kept', async (_what, headers) => {
    const response = await supertest(app).get('/app.js').set(headers);
    expect(response.status).toBe(400);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.headers).not.toHaveProperty('etag');
    expect(response.body).toMatchObject({ errors: [{ extensions: { code: 'MALFORMED_REQUEST' } }] });
  });

  it('but the file itself may be', async () => {
    const { headers } = await supertest(app).get('/app.js');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });
});
