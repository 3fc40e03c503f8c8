import { UnsecuredJWT } from 'jose';
import supertest from 'supertest';
import { afterAll, describe, expect, it } from 'vitest';
import { createApp } from '../../server/src/app.ts';
import { connect, POOL_SIZE } from '../../server/src/database/orm.ts';
import { memoryLimits } from '../../server/src/graphql/limits.ts';
import { createLog } from '../../server/src/log.ts';
import { Caller } from '../kit/caller.ts';
import { createWorld, NOW } from '../kit/world.ts';

const world = await createWorld({ SANXIAN_PUBLIC_URL: 'https://register.example' });
const needsDatabase = '{ organisations(first: 1) { totalCount } }';
/** A list that nothing narrows goes by a line of its own and waits for nobody (ADR 49). */
const needsThePool = '{ organisations(first: 1, filter: { search: "红十字" }) { totalCount } }';
const needsNone = '{ donationPolicy { minimumAge } }';

/** The application over a database that nobody serves. */
async function appWithoutDatabase() {
  const orm = await connect('postgresql://nobody@127.0.0.1:1/none');
  const logged: string[] = [];
  const log = createLog('info', { write: (line: string) => void logged.push(line) });
  const { app, close } = await createApp(world.config, orm, { vault: world.vault, identityProviders: [], limits: memoryLimits(), log, now: () => NOW });
  afterAll(async () => {
    await close();
    await orm.close();
  });
  return { http: supertest(app), logged };
}

describe('while the database is away', () => {
  it('the server says so, answers what needs no database, and logs what happened', async () => {
    const { http, logged } = await appWithoutDatabase();
    const anonymous = new Caller(http, null);
    expect(await anonymous.query(needsDatabase)).toMatchObject({ status: 200, errors: [{ message: '服务暂时不可用，请稍后再试。', extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
    expect((await anonymous.query(needsNone)).data).toEqual({ donationPolicy: { minimumAge: 18 } });
    expect(await new Caller(http, 'a'.repeat(43)).query(needsNone)).toMatchObject({ status: 503, errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
    expect(await new Caller(http, `partner.${'a'.repeat(43)}`).query(needsNone)).toMatchObject({ status: 503, errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
    const causes = logged.filter((line) => line.includes('request broken'));
    expect(causes).toHaveLength(3);
    for (const line of causes) expect(line).toContain('ECONNREFUSED');
  });

  it('a partner who asks for a token is told to come back, and is not taken for a stranger', async () => {
    const { http, logged } = await appWithoutDatabase();
    const id = '00000000-0000-4000-8000-000000000000';
    const assertion = new UnsecuredJWT({ iss: id, sub: id }).encode();
    const form = { grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion };
    const answer = await http.post('/oauth/token').type('form').send(form);
    expect([answer.status, answer.body]).toEqual([503, { error: 'temporarily_unavailable' }]);
    expect(logged.filter((line) => line.includes('token endpoint broken'))).toHaveLength(1);
  });
});

describe('while every connection is taken', () => {
  it('a request is turned away after a while instead of waiting for ever', async () => {
    const holders = Array.from({ length: POOL_SIZE }, () => world.orm.em.fork());
    for (const em of holders) await em.begin();
    try {
      expect(await world.anonymous().query(needsThePool)).toMatchObject({ errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
    } finally {
      for (const em of holders) await em.rollback();
    }
    expect((await world.anonymous().query(needsThePool)).data).toBeTruthy();
  });
});
