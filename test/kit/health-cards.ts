import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll } from 'vitest';
import { BindHealthCardDocument, GiveConsentDocument, MyHealthCardsDocument, TakeBackConsentDocument, UnbindHealthCardDocument, type HealthCardFieldsFragment, type OptionalPurpose } from '../../schema/generated/graphql.ts';
import { cardPurposes } from '../../server/src/health-cards/card-purposes.ts';
import { HealthCardCarrier } from '../../server/src/health-cards/health-card-carrier.ts';
import type { HealthCardPlatformKey } from '../../server/src/health-cards/health-card-platform.ts';
import { tellDueCards } from '../../server/src/health-cards/keep-cards-told.ts';
import type { VerifiedIdentity } from '../../server/src/identity/identity-provider.ts';
import { createLog } from '../../server/src/log.ts';
import { SimulatedCity } from '../../server/src/nonprod/health-card-simulator/simulated-city.ts';
import { SimulatedOpen } from '../../server/src/nonprod/health-card-simulator/simulated-open.ts';
import type { Dispatcher } from '../../server/src/outbox/dispatcher.ts';
import { purposeTexts } from '../../server/src/rights/processing-purposes.ts';
import { Caller } from './caller.ts';
import { Clock, dispatcherOf, wholeRound } from './outbox.ts';
import { ownerOf, partner, partnerToken, PUBLIC_URL, type TestPartner } from './partners.ts';
import { createWorld, newKeys, NOW, type World } from './world.ts';

/** The key by which the platforms of a test name people: made up. */
export const HASH_KEY = Buffer.alloc(32, 7);

/** A world with both platforms connected, simulated, and one partner for each that asks in its name. */
export interface CardWorld {
  readonly world: World;
  readonly city: SimulatedCity;
  readonly open: SimulatedOpen;
  readonly askers: Readonly<Record<HealthCardPlatformKey, Caller & { readonly partner: TestPartner }>>;
  readonly clock: Clock;
  readonly dispatcher: Dispatcher;
  /** The settings of its servers: keys and platforms, for a command that works with them. */
  readonly settings: Readonly<Record<string, string>>;
  /** What the servers of the register do within seconds: whoever is due is found, and the outbox goes round. */
  tell(): Promise<void>;
}

/** Serves both simulated platforms on a port of their own, until the file's last test. */
export async function simulatedPlatforms(now: () => Date): Promise<{ readonly city: SimulatedCity; readonly open: SimulatedOpen; readonly url: string }> {
  const [city, open] = [new SimulatedCity('test-app'), new SimulatedOpen({ id: 'test-open-app', secret: 'test-open-secret' }, now)];
  const server = createServer(express().use('/city', city.router()).use('/open', open.router()));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return { city, open, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The settings by which a register knows the simulated platforms. */
export function cardSettings(url: string, partners: Partial<Record<HealthCardPlatformKey, string>> = {}): Record<string, string> {
  const hashKey = HASH_KEY.toString('base64');
  return {
    SANXIAN_CITY_CARD_URL: `${url}/city`,
    SANXIAN_CITY_CARD_APP_ID: 'test-app',
    SANXIAN_CITY_CARD_RECEIVER: '演示市健康卡平台',
    SANXIAN_CITY_CARD_HASH_KEY: hashKey,
    SANXIAN_CITY_CARD_PARTNER: partners.CITY ?? '',
    SANXIAN_OPEN_CARD_URL: `${url}/open`,
    SANXIAN_OPEN_CARD_APP_ID: 'test-open-app',
    SANXIAN_OPEN_CARD_APP_SECRET: 'test-open-secret',
    SANXIAN_OPEN_CARD_HOSPITAL_ID: 'test',
    SANXIAN_OPEN_CARD_RECEIVER: '演示开放平台',
    SANXIAN_OPEN_CARD_HASH_KEY: hashKey,
    SANXIAN_OPEN_CARD_PARTNER: partners.OPEN ?? '',
  };
}

/** Builds such a world. */
export async function cardWorld(): Promise<CardWorld> {
  const clock = new Clock();
  const { city, open, url } = await simulatedPlatforms(clock.now);
  // Partners are let in before the register is told whose questions are which platform's.
  const { database, databaseUrl } = await createWorld();
  const owner = await ownerOf(databaseUrl);
  const letIn = () => partner(owner, NOW, { kind: 'HEALTH_CARD_PLATFORM', scopes: ['donor-status:read'], pointsPerHour: 1_000_000 });
  const [ofCity, ofOpen] = [await letIn(), await letIn()];
  const settings = { ...newKeys(), ...cardSettings(url, { CITY: ofCity.id, OPEN: ofOpen.id }), SANXIAN_PUBLIC_URL: PUBLIC_URL };
  const world = await createWorld(settings, database);
  const asker = async (who: TestPartner) => Object.assign(new Caller(world.http, await partnerToken(owner, NOW, who)), { partner: who });
  const dispatcher = dispatcherOf(world, clock, new HealthCardCarrier({ config: world.config, vault: world.vault, orm: world.orm, now: clock.now, log: createLog('silent') }));
  return {
    ...{ world, city, open, clock, dispatcher, settings, askers: { CITY: await asker(ofCity), OPEN: await asker(ofOpen) } },
    async tell() {
      await tellDueCards({ orm: world.orm, now: clock.now });
      await wholeRound(dispatcher);
    },
  };
}

/** The words in force for a purpose, as a client sends them back. */
export function wordsOf(purpose: OptionalPurpose): { readonly version: string; readonly hash: string } {
  const words = purposeTexts('zh-CN').find((each) => each.purpose === purpose);
  return { version: words?.version ?? '', hash: words?.hash ?? '' };
}

/** What a person does about their cards. */
export const aboutCards = {
  bind: async (citizen: Caller, platform: HealthCardPlatformKey = 'CITY', special: { readonly code?: string; readonly applyIfNone?: boolean } = {}) =>
    (await citizen.run(BindHealthCardDocument, { input: { platform, applyIfNone: true, ...special } })).bindHealthCard,
  unbind: async (citizen: Caller, platform: HealthCardPlatformKey = 'CITY') => (await citizen.run(UnbindHealthCardDocument, { input: { platform } })).unbindHealthCard,
  agree: async (citizen: Caller, to: 'asks' | 'told', platform: HealthCardPlatformKey = 'CITY') => {
    const purpose = cardPurposes[platform][to];
    return (await citizen.run(GiveConsentDocument, { input: { purpose, words: wordsOf(purpose) } })).giveConsent;
  },
  takeBack: async (citizen: Caller, to: 'asks' | 'told', platform: HealthCardPlatformKey = 'CITY') => (await citizen.run(TakeBackConsentDocument, { input: { purpose: cardPurposes[platform][to] } })).takeBackConsent,
  see: async (citizen: Caller, platform: HealthCardPlatformKey = 'CITY'): Promise<HealthCardFieldsFragment | null> => (await citizen.run(MyHealthCardsDocument, {})).viewer?.healthCards.find(({ key }) => key === platform) ?? null,
  questions: async (citizen: Caller) => (await citizen.run(MyHealthCardsDocument, {})).viewer?.healthCardQuestions ?? [],
  state: async (citizen: Caller, platform: HealthCardPlatformKey = 'CITY') => (await aboutCards.see(citizen, platform))?.card?.mark.state ?? null,
};

/** The number of somebody's card of the city, as the simulated platform has it. */
export function cityCardOf({ city }: Pick<CardWorld, 'city'>, { documentNumber, fullName }: Pick<VerifiedIdentity, 'documentNumber' | 'fullName'>): string {
  return city.issue(documentNumber, fullName);
}

const ASK = 'mutation Ask($input: AskDonorStatusInput!) { askDonorStatus(input: $input) { __typename ... on AskDonorStatusSuccess { donor registeredOn cardToken organDonorCode filler } ... on Refusal { code } ... on TooManyRequests { retryAfterSeconds } } }';

/** A platform's question as it is sent. */
export const statusQuestion = (about: { readonly cardId?: string; readonly holderHash?: string }, idempotencyKey: string = randomUUID()) => ({ query: ASK, variables: { input: { idempotencyKey, ...about } } });

/** Asks as a platform and gives back what was answered. */
export async function askStatus(asker: Caller, about: { readonly cardId?: string; readonly holderHash?: string }, idempotencyKey?: string): Promise<Record<string, unknown>> {
  const { query, variables } = statusQuestion(about, idempotencyKey);
  const { data, errors } = await asker.query(query, variables);
  return (data?.['askDonorStatus'] as Record<string, unknown> | undefined) ?? { errors: errors?.map(({ extensions }) => extensions.code) };
}

/** Any card number that nobody has. */
export function unknownCard(): string {
  return createHash('sha256').update(randomUUID()).digest('hex').toUpperCase();
}
