import express from 'express';
import fc from 'fast-check';
import supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { signInCallback } from './sign-in-callback.ts';

const http = supertest(express().use(signInCallback()));
const ticket = `${'0a'.repeat(16)}-ticket`;
const comeBack = async (query: Record<string, unknown>) => (await http.get('/sign-in/callback').query(query)).headers['location'];

describe('the callback', () => {
  it('hands the ticket on in the fragment, which no server, log or other site sees', async () => {
    const response = await http.get('/sign-in/callback').query({ ticket, sp: 'https://register.example/sim/app/?x=1#/register' });
    expect([response.status, response.headers['location'], response.headers['cache-control']]).toEqual([303, `/sim/app/#/sign-in/return?ticket=${ticket}`, 'no-store']);
  });

  it('takes it by POST as well', async () => {
    const response = await http.post('/sign-in/callback').type('form').send({ ticket, sp: '/' });
    expect([response.status, response.headers['location']]).toEqual([303, `/#/sign-in/return?ticket=${ticket}`]);
  });

  it.each(['', 'x'.repeat(200), 'a b', '<script>', 'a#b', ['a', 'b'], { a: 'b' }])('hands on nothing that is no ticket (%#)', async (made) => {
    expect(await comeBack({ ticket: made, sp: '/' })).toBe('/#/sign-in/return?ticket=');
  });

  it.each([
    '//elsewhere.example', '/\\\\elsewhere.example', '/.//elsewhere.example', 'javascript:alert(1)', 'data:text/html,x', 'blob:http://own.invalid/x',
    'http://[', '/sign-in/callback', '/sign-in/callback/', '/SIGN-IN/callback?sp=/',
  ])('leads to the front page instead of %s', async (sp) => {
    expect(await comeBack({ ticket, sp })).toBe(`/#/sign-in/return?ticket=${ticket}`);
  });

  it('stays on our own origin whatever is asked, as a browser reads it', async () => {
    const asked = fc.array(fc.constantFrom('/', '\\', '.', '@', ':', '#', '?', 'e', 'http:', 'blob:', 'own.invalid', 'x.example', '%2f', '\t', '\r\n', ' '), { maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(asked, async (pieces) => {
        const location = await comeBack({ ticket, sp: pieces.join('') });
        expect(new URL(location ?? '', 'https://own.example/').origin).toBe('https://own.example');
      }),
      { numRuns: 300 },
    );
  });
});
