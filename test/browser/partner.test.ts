import { describe, expect } from 'vitest';
import { holderHash } from '../../server/src/health-cards/platforms.ts';
import { demoCards } from '../../server/src/health-cards/health-card-settings.ts';
import { deciding } from '../kit/decisions.ts';
import { aboutCards, askStatus } from '../kit/health-cards.ts';
import { it, type Journey } from '../kit/journey.ts';
import type { Phone } from '../kit/phone.ts';
import { faultsOfScreen } from '../kit/screen-checks.ts';
import type { PartnerEngineer } from '../kit/served-world.ts';
import { webhookReceiver } from '../kit/webhook-receiver.ts';

/** A demo person who lets the platform be told decides anew so many times. */
async function somebodyDecides(journey: Journey, { caller }: PartnerEngineer, times = 1, key = 'young'): Promise<void> {
  const citizen = await journey.onAnotherPhone(key);
  await deciding.register(citizen);
  await aboutCards.bind(citizen);
  for (const consent of ['asks', 'told'] as const) await aboutCards.agree(citizen, consent);
  await journey.sendEvents();
  await askStatus(caller, { holderHash: holderHash({ hashKey: demoCards.hashKey }, journey.person(key).document.number) });
  for (let version = 1; version <= times; version++) await deciding.edit(citizen, version);
  await journey.sendEvents();
}

/** An engineer opens the page in English. */
async function whenTheyOpenThePage(journey: Journey, width = 1280): Promise<Phone> {
  const desk = await journey.phone({ width });
  await desk.go('/partner');
  await desk.press('English');
  await desk.arriveAt('Partners: deliveries');
  return desk;
}

async function whenTheyConnect(desk: Phone, clientId: string, key: string): Promise<void> {
  await desk.type('client_id', clientId);
  await desk.app.getByLabel('Private key (JWK file)').setInputFiles({ name: 'private.jwk.json', mimeType: 'application/json', buffer: Buffer.from(key) });
  await desk.press('Get a token and connect');
}

describe('the page of partners', () => {
  it('lists what was sent, shows what the address answered, and sends a dead letter again until it arrives', async ({ journey }) => {
    const receiver = await webhookReceiver();
    receiver.answer = (_request, response) => void response.writeHead(410).end();
    const engineer = await journey.letIn(receiver.url);
    await somebodyDecides(journey, engineer);
    const desk = await whenTheyOpenThePage(journey);
    expect(await faultsOfScreen(desk)).toEqual([]);
    await whenTheyConnect(desk, engineer.clientId, engineer.privateKey);
    // Then they see who they are, and what became of the event
    await desk.sees(`Connected as ${engineer.name}`);
    for (const said of [engineer.clientId, 'events:read', receiver.url, 'sanxian.decision.changed']) await desk.sees(said);
    await desk.app.getByRole('article').getByText('Given up').waitFor();
    await desk.sees(/ of 5000, until /);
    await desk.tap(desk.app.getByText('Attempts: 1'));
    await desk.sees('HTTP 410');
    await desk.sees(/GONE \(410: the address wants no more events\)/);
    expect(await faultsOfScreen(desk)).toEqual([]);
    // When it is sent again while the address is still broken, they are told so
    receiver.answer = (_request, response) => void response.writeHead(500).end();
    await desk.press('Send again');
    await desk.sees('It is sent again under the same id');
    await journey.sendEvents();
    await desk.sees(/^It did not arrive: HTTP_STATUS/);
    // When the address is mended, it arrives, under the same id
    receiver.answer = (_request, response) => void response.writeHead(204).end();
    await desk.press('Send again');
    await desk.sees('It is sent again under the same id');
    await journey.sendEvents();
    await desk.sees('It arrived: HTTP 204.');
    expect(await faultsOfScreen(desk)).toEqual([]);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(receiver.received.length).toBe(3);
    // And by status: no dead letter is left
    await desk.pick('Status', 'Given up');
    await desk.sees('No deliveries.');
    await desk.pick('Status', 'Delivered');
    await desk.sees('1 of 1 shown');
    // Neither key nor token stays anywhere
    expect(await desk.kept()).not.toMatch(/partner\.|"d":|private/);
  });

  it('shows more than twenty page by page', async ({ journey }) => {
    const receiver = await webhookReceiver();
    const engineer = await journey.letIn(receiver.url);
    for (const key of ['young', 'elder', 'rare-character']) await somebodyDecides(journey, engineer, 7, key);
    const desk = await whenTheyOpenThePage(journey);
    await whenTheyConnect(desk, engineer.clientId, engineer.privateKey);
    await desk.sees('20 of 21 shown');
    await desk.press('Show more');
    await desk.sees('21 of 21 shown');
    expect(await desk.app.getByRole('article').count()).toBe(21);
  });

  it('takes a token instead, says when it has ended, and keeps the client_id for the way on', async ({ journey }) => {
    const engineer = await journey.letIn(null);
    const desk = await whenTheyOpenThePage(journey, 375);
    await desk.tap(desk.app.getByText('Use an access token instead'));
    await desk.type('Access token', 'staff.nonsense');
    await desk.press('Use this token');
    await desk.app.getByRole('alert').getByText('Enter an access token; it begins with partner.').waitFor();
    await desk.type('Access token', await engineer.token());
    await desk.press('Use this token');
    await desk.sees(`Connected as ${engineer.name}`);
    await desk.sees('None. The operator registers one: partner:webhook -- add');
    // When ten minutes are over
    journey.wait(11 * 60_000);
    await desk.press('Read again');
    await desk.sees('The token has ended');
    expect(await faultsOfScreen(desk)).toEqual([]);
    // By the key it goes on; after a reload nothing is left, and after disconnecting neither
    await whenTheyConnect(desk, engineer.clientId, engineer.privateKey);
    await desk.sees(`Connected as ${engineer.name}`);
    await desk.press('Disconnect');
    await desk.app.getByLabel('client_id', { exact: true }).waitFor();
    expect(await desk.app.getByLabel('client_id', { exact: true }).inputValue()).toBe(engineer.clientId);
  });

  it('says what is wrong with a key or a client_id, each in words of its own', async ({ journey }) => {
    const engineer = await journey.letIn(null);
    const desk = await whenTheyOpenThePage(journey, 375);
    await desk.press('Get a token and connect');
    const alert = desk.app.getByRole('alert');
    await alert.getByText('Enter your client_id').waitFor();
    await alert.getByText('Choose the file of your private key.').waitFor();
    expect(await faultsOfScreen(desk)).toEqual([]);
    const publicHalf = Object.fromEntries(Object.entries(JSON.parse(engineer.privateKey) as Record<string, unknown>).filter(([member]) => member !== 'd'));
    const said: readonly [file: string, words: string][] = [
      ['no JSON at all', 'This file is not JSON'],
      ['{"name":"x"}', 'There is no key in this file'],
      [JSON.stringify(publicHalf), 'This is the public half of a key'],
      [JSON.stringify({ keys: [publicHalf, publicHalf] }), 'There are several keys in this file'],
      [JSON.stringify({ ...JSON.parse(engineer.privateKey), crv: 'P-999' }), 'This browser cannot sign with this key'],
    ];
    for (const [file, words] of said) {
      await whenTheyConnect(desk, engineer.clientId, file);
      await alert.getByText(words).waitFor();
    }
    await whenTheyConnect(desk, '5f0c1a2b-0000-4000-8000-000000000000', engineer.privateKey);
    await alert.getByText(/does not accept this client_id with this key \(invalid_client/).waitFor();
    await engineer.suspend();
    await whenTheyConnect(desk, engineer.clientId, engineer.privateKey);
    await alert.getByText(/does not accept this client_id with this key/).waitFor();
  });

  it('says who somebody is who may not hear of events, and what they lack', async ({ journey }) => {
    const engineer = await journey.letIn(null, ['policy:read']);
    const desk = await whenTheyOpenThePage(journey);
    await whenTheyConnect(desk, engineer.clientId, engineer.privateKey);
    await desk.sees(`Connected as ${engineer.name}`);
    await desk.sees('Deliveries are not open to you');
    expect(await faultsOfScreen(desk)).toEqual([]);
  });

  it('is walked by the keyboard alone', async ({ journey }) => {
    const receiver = await webhookReceiver();
    const engineer = await journey.letIn(receiver.url);
    await somebodyDecides(journey, engineer);
    const desk = await whenTheyOpenThePage(journey);
    const key = (name: string) => desk.page.keyboard.press(name);
    await desk.app.getByText('Use an access token instead').focus();
    await key('Enter');
    await key('Tab');
    await desk.page.keyboard.type(await engineer.token());
    await key('Enter');
    await desk.sees('1 of 1 shown');
    // Focus is on the heading of what has come; from there the filter, the attempts and the button are in order.
    expect(await desk.page.evaluate(() => document.activeElement?.textContent)).toBe(`Connected as ${engineer.name}`);
    await key('Tab');
    expect(await desk.page.evaluate(() => document.activeElement?.id)).toBe('status');
    await key('Tab');
    await key('Enter');
    await desk.sees('HTTP 204');
    await key('Tab');
    await key('Enter');
    await desk.sees('It is sent again under the same id');
    await journey.sendEvents();
    await desk.sees('It arrived: HTTP 204.');
    expect(await desk.page.evaluate(() => document.activeElement?.textContent)).toBe('Send again');
  });
});
