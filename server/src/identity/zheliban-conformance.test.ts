import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { exchangeRoutes } from '../nonprod/zheliban-simulator/exchange-routes.ts';
import { FAULTS, type Fault } from '../nonprod/zheliban-simulator/faults.ts';
import { type HandleKind, Handles } from '../nonprod/zheliban-simulator/handles.ts';
import { createDemoAccounts } from '../nonprod/zheliban-simulator/personas.ts';
import { SignedInAccounts } from '../nonprod/zheliban-simulator/signed-in-accounts.ts';
import { type IdentityProvider, IdentityProviderUnavailable, LegalPersonAccount, SignInRefusedByProvider } from './identity-provider.ts';
import type { IrsCredentials } from './irs-signature.ts';
import { providerCodes } from './provider-codes.ts';
import { ZhelibanTicketIdProvider } from './zheliban-ticket-id.ts';
import { ZhelibanTicketProvider, type ZhelibanTicketSettings } from './zheliban-ticket.ts';

/*
 * Our side of the protocols against the simulated platform. The two were written apart, from the same notes
 * (channel notes 1.4–1.6), so what passes here is what both read in them.
 */

let clock = new Date('2026-11-23T08:00:00Z');
const now = () => clock;
const handles = new Handles(now);
const accounts = new SignedInAccounts(createDemoAccounts(clock));
const gateway = { accessKey: 'demo-ak', secretKey: 'demo-sk' };
const openDoor = { servicecode: 'demo-app', servicepwd: 'demo-pwd' };
const pages = { baseUrl: '', serviceCode: 'demo-app', returnParameter: 'goto', callbackUrl: '/', allowedReturnOrigins: [], portalLoginUrl: null, appId: null } as const;
const app = express();
app.use(exchangeRoutes({ handles, accounts, openDoor, gateway, appId: '200000000', now }));

let server: Server;
let origin = '';
beforeAll(async () => {
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

type Road = 'generation A, direct' | 'generation A, through the gateway' | 'generation B';
const roads: Readonly<Record<Road, (irs?: IrsCredentials) => IdentityProvider>> = {
  'generation A, direct': () => {
    const address = `${origin}/sso/servlet/simpleauth`;
    return ticketProvider({ ticketValidationUrl: address, userInfoUrl: address, serviceCode: 'demo-app', servicePassword: 'demo-pwd', irs: null });
  },
  'generation A, through the gateway': (irs = gateway) =>
    ticketProvider({
      ticketValidationUrl: `${origin}/restapi/prod/IC33000020220228000002/sso/servlet/simpleauth`,
      userInfoUrl: `${origin}/restapi/prod/IC33000020220228000004/sso/servlet/simpleauth`,
      serviceCode: irs.accessKey,
      servicePassword: irs.secretKey,
      irs,
    }),
  'generation B': (irs = gateway) =>
    new ZhelibanTicketIdProvider(
      {
        pages,
        accessTokenUrl: `${origin}/restapi/prod/IC33000020220329000007/uc/sso/access_token`,
        userInfoUrl: `${origin}/restapi/prod/IC33000020220329000008/uc/sso/getUserInfo`,
        appId: '200000000',
        irs,
        timeoutMilliseconds: 5_000,
        assuranceLevelFields: ['authLevel'],
        assuranceLevelWhenAbsent: null,
      },
      now,
    ),
};
const everyRoad = Object.keys(roads) as Road[];
const people = accounts.persons();
const container = 'ZHELIBAN_APP';

function ticketProvider(settings: Omit<ZhelibanTicketSettings, 'pages' | 'timeoutMilliseconds'>): IdentityProvider {
  return new ZhelibanTicketProvider({ pages, timeoutMilliseconds: 5_000, ...settings }, now);
}
const kindOf = (road: Road): HandleKind => (road === 'generation B' ? 'TICKET_ID' : 'TICKET');
const ticketFor = (road: Road, key: string, fault?: Fault) => handles.issue(kindOf(road), key, fault);
const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );

describe.each(everyRoad)('%s against the simulated platform', (road) => {
  it.each(people.filter(({ assuranceLevel }) => assuranceLevel > 1))('signs in $key', async (person) => {
    const identity = await roads[road]().exchange(ticketFor(road, person.key), container);
    expect(identity).toMatchObject({
      providerUserId: person.userId,
      documentNumber: person.document.number,
      fullName: person.name,
      birthday: person.birthday,
      sex: person.sex === '1' ? 'MALE' : 'FEMALE',
      phone: person.mobile,
      assuranceLevel: person.assuranceLevel === 3 ? 'ADVANCED_REAL_NAME' : 'BASIC_REAL_NAME',
    });
  });

  it('asks an unverified person for real-name verification', async () => {
    expect(await errorOf(roads[road]().exchange(ticketFor(road, 'unverified'), container))).toMatchObject({ reason: 'REAL_NAME_REQUIRED' });
  });

  it('takes no organisation for a person', async () => {
    const error = await errorOf(roads[road]().exchange(ticketFor(road, 'legal-person'), container));
    expect(error).toBeInstanceOf(road === 'generation B' ? LegalPersonAccount : IdentityProviderUnavailable);
  });

  it('uses a ticket once, within its life', async () => {
    const used = ticketFor(road, 'young');
    await roads[road]().exchange(used, container);
    expect(await errorOf(roads[road]().exchange(used, container))).toBeInstanceOf(SignInRefusedByProvider);
    const late = ticketFor(road, 'young');
    clock = new Date(clock.getTime() + 301_000);
    expect(await errorOf(roads[road]().exchange(late, container))).toBeInstanceOf(SignInRefusedByProvider);
    expect(await errorOf(roads[road]().exchange('no-such-ticket', container))).toMatchObject({ reason: 'TICKET_INVALID' });
  });

  it.each(FAULTS[road === 'generation B' ? 'B' : 'A'])('answers the ordered fault %s by the table', async (fault) => {
    const error = await errorOf(roads[road]().exchange(ticketFor(road, 'young', fault), container));
    const meaning = providerCodes[fault];
    if (meaning?.matter === 'CITIZEN') expect(error).toMatchObject({ reason: meaning.reason, providerCode: fault });
    else expect(error).toMatchObject({ trouble: meaning?.trouble ?? (fault === 'BAD-GATEWAY' ? 'OUTAGE' : 'CONFIGURATION') });
  });
});

describe.each(everyRoad.filter((road) => road !== 'generation A, direct'))('%s with wrong keys or clock', (road) => {
  it.each([
    ['another access key', { ...gateway, accessKey: 'wrong' }, 'IRS-INVALID-ACCESS-KEY'],
    ['another secret key', { ...gateway, secretKey: 'wrong' }, 'IRS-INVALID-SIGNATURE'],
  ])('is told of %s', async (_what, keys, providerCode) => {
    expect(await errorOf(roads[road](keys).exchange(ticketFor(road, 'young'), container))).toMatchObject({ trouble: 'CONFIGURATION', providerCode, alarm: true });
  });
});
