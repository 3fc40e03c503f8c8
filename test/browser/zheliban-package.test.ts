import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { makeUpload, type Upload } from '../../scripts/zheliban-package.ts';
import { ownPage } from '../kit/decisions.ts';
import { it, type Journey } from '../kit/journey.ts';
import type { Phone } from '../kit/phone.ts';
import { whenTheySayItIsThem } from './steps/arriving.ts';
import { whenTheyRegister } from './steps/deciding.ts';
import { doorsOf } from './steps/in-the-container.ts';
import { all, heading } from './steps/words.ts';

/** Where 浙里办 hosts an uploaded app (channel notes 1.2); the id is invented. */
const hosted = '/web/mgop/gov-open/zj/demo-app-id/reserved/';
const folder = mkdtempSync(join(tmpdir(), 'sanxian-hosted-'));
let upload: Upload;

beforeAll(async () => {
  upload = await makeUpload(join(folder, 'upload'), {
    VITE_OPERATOR_NAME: '演示业务单位',
    VITE_ZHELIBAN_APP_ID: 'demo-app-id',
    // The simulator in the place of the platform's hosts.
    BRIDGE_SCRIPTS: '/sim/assets/ZWJSBridge/1.1.0/zwjsbridge.js,/sim/assets/zwlog/1.0.0/zwlog.js',
    MGOP_HOST: '',
    MGOP_APP_KEY: 'demo-key',
    MGOP_API: 'mgop.demo.odr.graphql',
  });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const types: Readonly<Record<string, string>> = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };

/** A phone on which the uploaded app lies where the platform puts it, in the container with these settings. */
async function givenTheHostedApp(journey: Journey, settings: Readonly<Record<string, string>>): Promise<Phone> {
  const phone = await journey.phone();
  await phone.page.route(`**${hosted}**`, (route) => {
    const path = new URL(route.request().url()).pathname.slice(hosted.length);
    const body = upload.files.get(`dist/${path}`);
    return body === undefined ? route.fulfill({ status: 404 }) : route.fulfill({ body: Buffer.from(body), contentType: types[path.split('.').at(-1) ?? ''] ?? '' });
  });
  await phone.go('/healthz');
  await phone.page.evaluate((chosen) => localStorage.setItem('sanxian-sim', JSON.stringify(chosen)), settings);
  return phone;
}

describe('the uploaded package, where 浙里办 hosts it', () => {
  it.for(['normal', 'elder'])('opens below a path that it did not choose, signs in by the bridge and registers through the gateway only: %s', async (uiStyle, { journey }) => {
    const phone = await givenTheHostedApp(journey, { persona: 'young', uiStyle });
    const doors = doorsOf(phone);
    await phone.go(`${hosted}index.html#/`);
    await phone.arriveAt(heading.home);
    await whenTheyRegister(phone, all('AGREE'), ['杭州市', '西湖区']);
    expect((await ownPage(await journey.onAnotherPhone('young'))).state).toBe('AGREED');
    expect(doors.knockedAt()).toEqual(['/h5/mgop', '/sim/api/ticket-id']);
    expect(new URL(phone.page.url()).pathname).toBe(`${hosted}index.html`);
  });

  it('names at its foot 浙江政务服务网 above the unit that is answerable', async ({ journey }) => {
    const phone = await givenTheHostedApp(journey, { persona: 'young' });
    await phone.go(`${hosted}index.html`);
    await phone.arriveAt(heading.home);
    await phone.sees('业务单位：演示业务单位');
    expect(await phone.app.locator('.answerable span').allInnerTexts()).toEqual(['浙江政务服务网', '业务单位：演示业务单位']);
  });

  it('cannot be zoomed, while the open web page can', async ({ journey }) => {
    const phone = await givenTheHostedApp(journey, { persona: 'young' });
    const viewport = () => phone.page.locator('meta[name=viewport]').getAttribute('content');
    await phone.go(`${hosted}index.html`);
    await phone.arriveAt(heading.home);
    expect(await viewport()).toContain('user-scalable=no');
    await phone.go('/');
    await phone.arriveAt(heading.home);
    expect(await viewport()).not.toMatch(/user-scalable|maximum-scale/);
  });

  it('is its own callback where only generation A works: the ticket is out of the address at once', async ({ journey }) => {
    const phone = await givenTheHostedApp(journey, { persona: 'young', ssoTicket: 'unsupported' });
    const ticket = await journey.ticketFor('young');
    await phone.go(`${hosted}index.html?ticket=${ticket}&sp=${encodeURIComponent(`${journey.origin}${hosted}index.html`)}`);
    await whenTheySayItIsThem(phone);
    await phone.sees('您好，*晓舟');
    expect(phone.page.url()).not.toContain('ticket');
    expect(await phone.kept()).not.toContain(ticket);
  });
});
