import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { platformOfPurpose } from '../health-cards/card-purposes.ts';
import { openBinding } from '../health-cards/health-card.queries.ts';
import { assertNotRestricted } from './assert-not-restricted.ts';
import { assuredOwner } from './preconditions.ts';
import { ProcessingConsent } from './processing-consent.entity.ts';
import { isPurposeTextInForce, type OptionalPurpose } from './processing-purposes.ts';
import { PurposeTextOutdated } from './rights-refusals.types.ts';
import { latestConsent } from './rights.queries.ts';

/** To which purpose, by which words. */
export interface StatedConsent {
  readonly purpose: OptionalPurpose;
  readonly words: { readonly version: string; readonly hash: string };
}

/** Puts on record that a person consents to one optional purpose (个人信息保护法 art. 14). Saying it twice changes nothing. */
export async function giveConsent(context: Context, { purpose, words }: StatedConsent): Promise<ProcessingConsent> {
  const { citizen, record } = await assuredOwner(context);
  if (!isPurposeTextInForce(purpose, words)) throw new Refused(new PurposeTextOutdated(purpose));
  // A wish is consented to with its text, or there would be a consent to nothing.
  if (purpose === 'RESPECT_WISH') throw new Refused(new InvalidInput([withItsText]));
  const platform = platformOfPurpose(purpose);
  // Likewise a health card: it is bound first.
  if (platform && !(await openBinding(context.em, record.donor.id, platform))) throw new Refused(new InvalidInput([withItsCard]));
  await assertNotRestricted(context, record.donor);
  const latest = await latestConsent(context.em, record.donor.id, purpose);
  if (latest?.given && latest.textVersion === words.version) return latest;
  return context.em.create(ProcessingConsent, {
    donor: record.donor,
    purpose,
    sequence: (latest?.sequence ?? 0) + 1,
    given: true,
    textVersion: words.version,
    textHash: words.hash,
    channel: citizen.session.channel,
    statedAt: context.now(),
  });
}

const withItsText = new InputProblem(['purpose'], InputProblemCode.UNKNOWN_VALUE, {
  'zh-CN': '请先写下您的希望，再一起同意。',
  en: 'Please write your wish first and agree together with it.',
});

const withItsCard = new InputProblem(['purpose'], InputProblemCode.UNKNOWN_VALUE, {
  'zh-CN': '请先绑定健康卡，再来同意。',
  en: 'Please bind your health card first and agree then.',
});
