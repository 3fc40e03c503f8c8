import { randomUUID } from 'node:crypto';
import { recordOrNobody } from '../donors/donor.queries.ts';
import { organDonorCodes } from '../fhir/consent.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { Forbidden, Refused } from '../graphql/refusals.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import { PartnerKind, type Partner } from '../partners/partner.entity.ts';
import { isRestricted, consentsTo } from '../rights/rights.queries.ts';
import { cardPurposes } from './card-purposes.ts';
import { DonorStatus, HealthCardAnswer, indexedTexts } from './health-card.entity.ts';
import type { HealthCardPlatformKey } from './health-card-platform.ts';
import { bindingByIndex } from './health-card.queries.ts';

/** Whom a platform asks about: by the number of the card, or by its own keyed digest of the holder's document; one of the two. */
export interface StatusQuestion {
  readonly cardId?: string | null | undefined;
  readonly holderHash?: string | null | undefined;
}

/** What leaves the register: one word, its day, a code for a doctor's screen. */
export interface ToldStatus {
  readonly donor: DonorStatus;
  readonly registeredOn: string | null;
  readonly cardToken: string;
  readonly organDonorCode: 'Y' | 'N' | 'U';
  /** Makes every answer as long as every other. */
  readonly filler: string;
}

/** The id of nobody: what is not there is looked for like what is. */
const NOBODY = '00000000-0000-4000-8000-000000000000';

const CARD = /^[\x21-\x7e]{1,64}$/;
const HASH = /^[0-9a-f]{64}$/;

/**
 * Answers a platform that asks whether somebody decided. Only of a person who bound their card at this very platform and agreed that it may
 * ask, and only what nobody disputes; everybody else, unknown numbers included, is NOT_STATED. Every answer runs the same statements
 * and writes the same row before it leaves, so that neither shape nor size nor work tells who is on the register
 * (`test/contract/health-card-timing.test.ts`).
 */
export async function askDonorStatus(context: Context, partner: Partner, question: StatusQuestion): Promise<HealthCardAnswer> {
  const asked = askedBy(context, partner, question);
  const wait = await context.limits.take('askDonorStatus', `${partner.id}:${asked.text}`);
  if (wait !== null) throw new Refused(new TooManyRequests(wait));
  const { donorId, told, registeredOn } = await statusNow(context, asked);
  return context.em.create(HealthCardAnswer, { id: randomUUID(), partner, platform: asked.platform, donor: donorId, told, registeredOn, at: context.now() });
}

/**
 * Repeats an answer for its idempotency key: as it was written down while it still holds, NOT_STATED once it does not, because a
 * withdrawal, a refusal or a consent taken back counts from its moment on. Never tells anything that the first answer did not.
 */
export async function repeatDonorStatus(context: Context, partner: Partner, question: StatusQuestion, id: string): Promise<ToldStatus> {
  const first = await context.em.findOneOrFail(HealthCardAnswer, { id });
  const { told, registeredOn } = await statusNow(context, askedBy(context, partner, question));
  return told === first.told && registeredOn === (first.registeredOn ?? null) ? toldStatus(first) : toldStatus({ id, told: DonorStatus.NOT_STATED, registeredOn: null });
}

interface StatusNow {
  readonly donorId: string | null;
  readonly told: DonorStatus;
  readonly registeredOn: string | null;
}

/** What may be told about whom at this moment. The same statements for everybody. */
async function statusNow({ em, vault }: Context, { platform, by, text }: Question): Promise<StatusNow> {
  const indexes = Object.values(vault.blindIndexes('health-card', text)).filter((index) => index !== null);
  const binding = await bindingByIndex(em, platform, by, indexes);
  const donorId = binding?.donor.id ?? null;
  const mayAsk = await consentsTo(em, donorId ?? NOBODY, cardPurposes[platform].asks);
  const restricted = await isRestricted(em, donorId ?? NOBODY);
  const record = await recordOrNobody(em, donorId);
  const states = mayAsk && !restricted && record !== null && record.donor.doubtAbout(record.latest.state) === null ? record.latest.state : null;
  const told = states === DonorStatus.AGREED || states === DonorStatus.REFUSED ? states : DonorStatus.NOT_STATED;
  return { donorId, told, registeredOn: record && told !== DonorStatus.NOT_STATED ? shanghaiDayOf(record.latest.recordedAt) : null };
}

/** What a platform reads of an answer as it was written down. */
export function toldStatus({ id, told, registeredOn }: Pick<HealthCardAnswer, 'id' | 'told' | 'registeredOn'>): ToldStatus {
  const day = registeredOn ?? null;
  const organDonorCode = told === DonorStatus.NOT_STATED ? organDonorCodes.SILENT : organDonorCodes[told];
  return { donor: told, registeredOn: day, cardToken: id, organDonorCode, filler: '-'.repeat(LONGEST - told.length - JSON.stringify(day).length) };
}

/** More than the longest word and its day take together. */
const LONGEST = 24;

interface Question {
  readonly platform: HealthCardPlatformKey;
  readonly by: 'cardIndex' | 'holderIndex';
  readonly text: string;
}

/** @throws Refused InvalidInput, by the form alone, before anything is looked for; Forbidden for who is no platform. */
function askedBy({ config }: Context, partner: Partner, { cardId, holderHash }: StatusQuestion): Question {
  const platform = partner.kind === PartnerKind.HEALTH_CARD_PLATFORM ? config.healthCards.find((each) => each.partner === partner.id)?.key : undefined;
  // Let in, but connected to no platform: it can hold no card of anybody.
  if (!platform) throw new Forbidden();
  const [byCard, byHolder] = [cardId ?? '', holderHash ?? ''];
  if ((byCard === '') === (byHolder === '')) throw new Refused(new InvalidInput([oneOfTwo]));
  if (byCard !== '') {
    if (!CARD.test(byCard)) throw new Refused(new InvalidInput([malformed('cardId')]));
    return { platform, by: 'cardIndex', text: indexedTexts(platform, { cardId: byCard, holderHash: '' }).card };
  }
  if (!HASH.test(byHolder)) throw new Refused(new InvalidInput([malformed('holderHash')]));
  return { platform, by: 'holderIndex', text: indexedTexts(platform, { cardId: '', holderHash: byHolder }).holder };
}

const oneOfTwo = new InputProblem(['cardId'], InputProblemCode.REQUIRED, { 'zh-CN': '卡号和持卡人摘要填一项，只填一项。', en: 'Give the number of the card or the digest of its holder, and only one of them.' });

function malformed(field: string): InputProblem {
  return new InputProblem([field], InputProblemCode.MALFORMED, { 'zh-CN': '格式不对，请看接入说明。', en: 'This has another form than docs/health-cards.md says.' });
}
