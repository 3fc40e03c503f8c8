import { describe, expect, it } from 'vitest';
import { callbackOf, simulatorForTest } from './simulator-test-kit.ts';

const SP = 'http://localhost:4000/sim/app/#/register?step=2&name=心';

describe('the sign-in page', () => {
  it.each(['/sso/mobile.do?action=oauth&scope=1', '/sso/alipay.do?action=ssoLogin', '/sso/usp.do?action=ssoLogin'])(
    'at %s offers every demo person, marked as demonstration',
    async (path) => {
      const { http } = simulatorForTest();
      const { text } = await http.get(`${path}&servicecode=demo-app`).expect(200);
      expect(text.match(/<button name="persona"/g)).toHaveLength(10);
      expect(text.match(/<span class="demo">演示<\/span>/g)).toHaveLength(10);
      expect(text).not.toContain('演示科技有限公司');
    },
  );

  it.each(['goto', 'redirectUrl'])('keeps the page named by %s as sp, faithfully', async (parameter) => {
    const { http, signIn } = simulatorForTest();
    const { text } = await http.get('/sso/mobile.do').query({ action: 'oauth', servicecode: 'demo-app', [parameter]: SP });
    expect(text).toContain(`name="sp" value="${SP.replace('&', '&#38;')}"`);
    expect((await signIn('young', '', SP)).sp).toBe(SP);
  });

  it('escapes what a caller puts into the address', async () => {
    const { http } = simulatorForTest();
    const { text } = await http.get('/sso/mobile.do').query({ action: 'oauth', servicecode: 'demo-app', goto: '"><script>x()</script>' });
    expect(text).not.toContain('<script>x');
  });

  it('allows no inline script and no framing by strangers', async () => {
    const { http } = simulatorForTest({ callbackUrl: 'http://localhost:5173/sign-in/callback' });
    const { headers } = await http.get('/sso/mobile.do?action=oauth&servicecode=demo-app');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; " +
        "form-action 'self' http://localhost:5173; base-uri 'none'; frame-ancestors 'self'",
    );
  });

  it.each(['action=oauth&servicecode=other', 'action=dance&servicecode=demo-app', 'action=oauth'])(
    'refuses %s with a page',
    async (query) => {
      const { http } = simulatorForTest();
      await http.get(`/sso/mobile.do?${query}`).expect(400).expect('content-type', /html/);
    },
  );
});

describe('choosing a person', () => {
  it('redirects to the registered callback with a ticket', async () => {
    const { signIn } = simulatorForTest();
    const { response, ticket, sp } = await signIn('elder');
    expect(response.status).toBe(302);
    expect(response.get('location')).toMatch(/^\/sign-in\/callback\?ticket=/);
    expect(ticket).toMatch(/^[0-9a-f]{32}-ticket$/);
    expect(sp).toBeNull();
  });

  it('posts to the callback by a form that submits itself, when the tester wants so', async () => {
    const { http } = simulatorForTest();
    const { text } = await http.post('/sso/sim/sign-in').type('form').send({ persona: 'elder', sp: SP, callbackMethod: 'post' });
    expect(text).toContain('method="post" action="/sign-in/callback"');
    expect(text).toMatch(/name="ticket" value="[0-9a-f]{32}-ticket"/);
    expect(text).toContain('/sim/assets/submit-at-once.js');
  });

  it('refuses unknown people and organisations', async () => {
    const { signIn } = simulatorForTest();
    expect((await signIn('nobody')).response.status).toBe(400);
    expect((await signIn('legal-person')).response.status).toBe(400);
  });
});

describe('stepping up', () => {
  const stepUpPage = '/sso/mobile.do?action=realname&servicecode=demo-app';
  const levelAfter = async (simulator: ReturnType<typeof simulatorForTest>, ticket: string) => {
    const validated = await simulator.simpleauth({ method: 'ticketValidation', st: ticket });
    return (await simulator.simpleauth({ method: 'getUserInfo', token: validated.body.token })).body.authlevel as string;
  };

  it('asks the person who is signed in, raises the level and returns with a fresh ticket', async () => {
    const simulator = simulatorForTest();
    const { response, ticket } = await simulator.signIn('low-assurance');
    expect(await levelAfter(simulator, ticket)).toBe('2');
    const cookie = String(response.get('Set-Cookie')?.[0]);
    expect(cookie).toMatch(/Path=\/sso; HttpOnly; SameSite=Lax$/);
    const { text } = await simulator.http.get(stepUpPage).set('cookie', cookie.split(';')[0] ?? '');
    expect(text).toContain('吴建平');

    const form = { persona: 'low-assurance', level: '3', sp: SP };
    const back = await simulator.http.post('/sso/sim/step-up').type('form').send({ ...form, outcome: 'confirmed' });
    expect(callbackOf(back).sp).toBe(SP);
    expect(await levelAfter(simulator, callbackOf(back).ticket)).toBe('3');
  });

  it('leaves the level as it is when the person declines', async () => {
    const simulator = simulatorForTest();
    const form = { persona: 'unverified', level: '3', outcome: 'cancelled' };
    const back = await simulator.http.post('/sso/sim/step-up').type('form').send(form);
    expect(await levelAfter(simulator, callbackOf(back).ticket)).toBe('1');
  });

  it('knows the person by ticket too, and raises to the level asked for', async () => {
    const { http, signIn } = simulatorForTest();
    const { ticket } = await signIn('unverified');
    const query = { action: 'idcard', ticket, type: '1', authlevel: '2', servicecode: 'demo-app' };
    const { text } = await http.get('/sso/mobile.do').query(query);
    expect(text).toContain('郑小满');
    expect(text).toContain('name="level" value="2"');
  });

  it('lets nobody step up before signing in', async () => {
    const { http } = simulatorForTest();
    expect((await http.get(stepUpPage)).text).toContain('选择演示人物登录');
  });
});
