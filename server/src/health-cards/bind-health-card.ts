import { randomUUID } from 'node:crypto';
import type { Donor } from '../donors/donor.entity.ts';
import { freshCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import type { VerifiedIdentity } from '../identity/identity-provider.ts';
import { assertNotRestricted } from '../rights/assert-not-restricted.ts';
import { recordOf } from '../rights/preconditions.ts';
import { HealthCardBinding, HealthCardStep, HealthCardStepKind, indexedTexts, sealCard, type CardDetails } from './health-card.entity.ts';
import { HealthCardTrouble, type CardWish, type HealthCardPlatform, type HealthCardPlatformKey } from './health-card-platform.ts';
import { bindingByIndex, openBinding } from './health-card.queries.ts';
import { HealthCardUnavailable, NoHealthCard } from './health-card-refusals.types.ts';
import { holderHash, platformsOf } from './platforms.ts';

/** Which card is to be bound. */
export interface StatedBinding {
  readonly platform: HealthCardPlatformKey;
  readonly code?: string | null | undefined;
  readonly applyIfNone: boolean;
}

/** How long a platform may take to find a card, in milliseconds, all its calls together. */
const PATIENCE = 8_000;

/** What may stand in a code; no more than a QR code holds. */
const CODE = /^[\x21-\x7e]{4,512}$/;

/**
 * Binds the caller's own health card: the platform is asked for it by the identity for which the sign-in vouches, never by a number that
 * somebody typed. Neither of the two consents comes with it. Whoever has bound it already changes nothing.
 */
export async function bindHealthCard(context: Context, { platform: key, code, applyIfNone }: StatedBinding): Promise<HealthCardBinding> {
  const { em, vault, config, now } = context;
  const citizen = freshCitizen(context);
  const { donor } = await recordOf(context, citizen);
  await assertNotRestricted(context, donor);
  const [platform, settings] = [platformsOf(config, now).get(key), config.healthCards.find((each) => each.key === key)];
  if (!platform || !settings) throw new Refused(new HealthCardUnavailable());
  const bound = await openBinding(em, donor.id, key);
  if (bound) return bound;
  // Platforms know people by this document only.
  if (citizen.identity.documentType !== 'RESIDENT_ID_CARD') throw new Refused(new NoHealthCard());
  const shown = code?.trim() ? code.trim() : null;
  if (shown !== null && !(platform.takesCode && CODE.test(shown))) throw new Refused(new InvalidInput([malformedCode]));
  // It finds cards by their code alone: without one it would not be asked, and nobody should read that they have none.
  if (platform.takesCode && shown === null && !applyIfNone) throw new Refused(new InvalidInput([codeNeeded]));
  const wait = await context.limits.take('bindHealthCard', citizen.personIndex.toString('base64'));
  if (wait !== null) throw new Refused(new TooManyRequests(wait));

  const cardId = await foundBy(context, platform, citizen.identity, { code: shown, applyIfNone });
  const card = cardId === null ? null : { cardId, holderHash: holderHash(settings, citizen.identity.documentNumber) };
  if (!card || (await isAnothers(context, key, card, donor))) throw new Refused(new NoHealthCard());
  const id = randomUUID();
  const texts = indexedTexts(key, card);
  const binding = em.create(HealthCardBinding, {
    id,
    donor,
    platform: key,
    sealedCard: sealCard(vault, id, card),
    cardIndex: vault.blindIndex('health-card', texts.card),
    holderIndex: vault.blindIndex('health-card', texts.holder),
    channel: citizen.session.channel,
    boundAt: now(),
    unboundAt: null,
    sent: null,
    sentAsOf: null,
    told: null,
    toldAt: null,
    judged: null,
    failingSince: null,
  });
  em.create(HealthCardStep, { binding, kind: HealthCardStepKind.BOUND, mark: null, at: now() });
  return binding;
}

/** @throws Refused HealthCardUnavailable when the platform does not answer as it should. */
async function foundBy({ log, requestId }: Context, platform: HealthCardPlatform, { fullName, documentNumber, birthday, sex, phone }: VerifiedIdentity, wish: CardWish): Promise<string | null> {
  try {
    return await platform.find({ fullName, documentNumber, birthday, sex, phone }, wish, AbortSignal.timeout(PATIENCE));
  } catch (error) {
    if (!(error instanceof HealthCardTrouble)) throw error;
    log.warn({ event: 'healthCardUnavailable', requestId, platform: platform.key, trouble: error.code }, 'a platform of health cards does not answer');
    throw new Refused(new HealthCardUnavailable());
  }
}

/** Whether the card, or its holder, belongs to another record: a question of the platform must find one person. */
async function isAnothers({ em, vault }: Context, platform: HealthCardPlatformKey, card: CardDetails, donor: Donor): Promise<boolean> {
  const texts = indexedTexts(platform, card);
  for (const [by, text] of [['cardIndex', texts.card], ['holderIndex', texts.holder]] as const) {
    const found = await bindingByIndex(em, platform, by, Object.values(vault.blindIndexes('health-card', text)).filter((index) => index !== null));
    if (found && found.donor.id !== donor.id) return true;
  }
  return false;
}

const codeNeeded = new InputProblem(['code'], InputProblemCode.REQUIRED, {
  'zh-CN': '这个平台凭卡上的二维码找卡。请填二维码的内容；没有卡的，请勾选“请平台为我申领一张”。',
  en: 'This platform finds cards by their code. Please give what the code says; if you have no card, tick that one is to be made for you.',
});

const malformedCode = new InputProblem(['code'], InputProblemCode.MALFORMED, {
  'zh-CN': '卡上的二维码内容不对，请重新扫描或者粘贴。',
  en: 'This is not the code of a card. Please scan or paste it again.',
});
