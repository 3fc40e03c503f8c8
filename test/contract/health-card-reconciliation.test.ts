import { expect, it } from 'vitest';
import { HealthCardReconciliationsDocument } from '../../schema/generated/graphql.ts';
import { AuditEntry } from '../../server/src/audit/audit-entry.entity.ts';
import { mendHealthCards, reconcileHealthCards } from '../../server/src/health-cards/reconcile-health-cards.ts';
import { platformsOf } from '../../server/src/health-cards/platforms.ts';
import type { HealthCardPlatformKey } from '../../server/src/health-cards/health-card-platform.ts';
import { deciding } from '../kit/decisions.ts';
import { aboutCards, cardWorld, unknownCard, type CardWorld } from '../kit/health-cards.ts';
import { person } from '../kit/world.ts';

async function holder(cards: CardWorld, platform: HealthCardPlatformKey) {
  const who = person();
  const card = platform === 'CITY' ? cards.city.issue(who.documentNumber, who.fullName) : cards.open.issue(who.documentNumber, who.fullName).healthCardId;
  const citizen = await cards.world.citizen(who);
  await deciding.register(citizen);
  await aboutCards.bind(citizen, platform);
  await aboutCards.agree(citizen, 'told', platform);
  return { card, citizen };
}

it.each<HealthCardPlatformKey>(['CITY', 'OPEN'])('finds at the platform %s what is missing, what is extra and what differs, tells what is under way apart, and mends the rest', async (key) => {
  const cards = await cardWorld();
  const { world, clock } = cards;
  const { marks } = key === 'CITY' ? cards.city : cards.open;
  const platform = platformsOf(world.config, clock.now).get(key);
  if (!platform) throw new Error('no platform');
  const [lost, changed, fine] = [await holder(cards, key), await holder(cards, key), await holder(cards, key)];
  await cards.tell();
  const tools = { orm: world.orm, vault: world.vault, now: clock.now };
  const check = () => reconcileHealthCards(tools, platform, AbortSignal.timeout(10_000));
  expect((await check()).report).toMatchObject({ ours: 3, theirs: 3, missing: 0, extra: 0, differing: 0, underWay: 0 });

  const asOf = clock.now().toISOString();
  marks.meddle(lost.card, null);
  marks.meddle(changed.card, { flag: 'N', day: '2026-11-23', asOf });
  const stray = unknownCard();
  marks.meddle(stray, { flag: 'Y', day: '2026-11-23', asOf });
  const { report, differences } = await check();
  expect(report).toMatchObject({ missing: 1, extra: 1, differing: 1, underWay: 0 });
  expect(differences.map(({ kind, cardId }) => [kind, cardId]).toSorted()).toEqual([['DIFFERING', changed.card], ['EXTRA', stray], ['MISSING', lost.card]].toSorted());

  expect(await mendHealthCards(tools, platform, differences, AbortSignal.timeout(10_000))).toEqual({ mended: 3, refused: 0 });
  expect((await check()).differences).toEqual([]);
  expect(marks.all().map(([card, { flag }]) => `${card} ${flag}`).toSorted()).toEqual([lost, changed, fine].map(({ card }) => `${card} Y`).toSorted());
  // The register and the platform go on from there.
  await deciding.refuse(changed.citizen, 1);
  clock.wait(1_000);
  await cards.tell();
  expect((await check()).differences).toEqual([]);
});

it('puts back no mark of somebody who has withdrawn between finding and mending', async () => {
  const cards = await cardWorld();
  const { world, clock, city } = cards;
  const platform = platformsOf(world.config, clock.now).get('CITY');
  if (!platform) throw new Error('no platform');
  const { card, citizen } = await holder(cards, 'CITY');
  await cards.tell();
  city.marks.meddle(card, null);
  const tools = { orm: world.orm, vault: world.vault, now: clock.now };
  const { differences } = await reconcileHealthCards(tools, platform, AbortSignal.timeout(10_000));
  expect(differences).toMatchObject([{ kind: 'MISSING', cardId: card, isUnderWay: false }]);
  await deciding.withdraw(citizen, 1);
  clock.wait(1_000);
  await cards.tell();
  expect(await mendHealthCards(tools, platform, differences, AbortSignal.timeout(10_000))).toEqual({ mended: 0, refused: 0 });
  expect(city.marks.all()).toEqual([]);
  expect((await reconcileHealthCards(tools, platform, AbortSignal.timeout(10_000))).differences).toEqual([]);
});

it('mends every other card when the platform will not hear of one', async () => {
  const cards = await cardWorld();
  const { world, clock, city } = cards;
  const platform = platformsOf(world.config, clock.now).get('CITY');
  if (!platform) throw new Error('no platform');
  const holders = [await holder(cards, 'CITY'), await holder(cards, 'CITY'), await holder(cards, 'CITY')];
  await cards.tell();
  for (const { card } of holders) city.marks.meddle(card, null);
  const [gone = ''] = holders.map(({ card }) => card).toSorted();
  city.cancel(gone);
  const tools = { orm: world.orm, vault: world.vault, now: clock.now };
  const find = async () => (await reconcileHealthCards(tools, platform, AbortSignal.timeout(10_000))).differences;
  expect(await mendHealthCards(tools, platform, await find(), AbortSignal.timeout(10_000))).toEqual({ mended: 2, refused: 1 });
  // It is told again each time, and never taken for something that mends itself.
  expect(await find()).toMatchObject([{ kind: 'MISSING', cardId: gone, isUnderWay: false }]);
});

it('leaves to the outbox what it is at', async () => {
  const cards = await cardWorld();
  const { world, clock, city } = cards;
  const platform = platformsOf(world.config, clock.now).get('CITY');
  if (!platform) throw new Error('no platform');
  await holder(cards, 'CITY');
  const tools = { orm: world.orm, vault: world.vault, now: clock.now };
  const { report, differences } = await reconcileHealthCards(tools, platform, AbortSignal.timeout(10_000));
  expect(report).toMatchObject({ ours: 1, theirs: 0, missing: 1, underWay: 1 });
  expect(await mendHealthCards(tools, platform, differences, AbortSignal.timeout(10_000))).toEqual({ mended: 0, refused: 0 });
  expect(city.marks.log).toEqual([]);
});

it('is shown to managers as numbers, and stands in the audit', async () => {
  const cards = await cardWorld();
  const { world, clock } = cards;
  const platform = platformsOf(world.config, clock.now).get('OPEN');
  if (!platform) throw new Error('no platform');
  const held = await holder(cards, 'OPEN');
  await reconcileHealthCards({ orm: world.orm, vault: world.vault, now: clock.now }, platform, AbortSignal.timeout(10_000));
  const manager = await world.staff({ role: 'MANAGER' });
  const { healthCardReconciliations } = await manager.run(HealthCardReconciliationsDocument, {});
  expect(healthCardReconciliations).toMatchObject([{ platform: 'OPEN', ours: 1, missing: 1, underWay: 1 }]);
  expect(JSON.stringify(healthCardReconciliations)).not.toContain(held.card);
  for (const role of ['REGISTRAR', 'AUDITOR', 'COORDINATOR'] as const) expect((await (await world.staff({ role })).ask(HealthCardReconciliationsDocument, {})).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  expect(await world.orm.em.fork().count(AuditEntry, { operation: 'reconcileHealthCards' })).toBe(1);
});
