import type { Donor } from '../donors/donor.entity.ts';
import { sealForDonor } from '../donors/donor.entity.ts';
import { personalValuesOf, sealingKeyOf } from '../donors/personal-values.ts';
import { freshCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { withoutPersonalNumbers } from '../identity/personal-number.ts';
import { assertNotRestricted } from '../rights/assert-not-restricted.ts';
import { checkFreeText } from '../rights/free-text.ts';
import { recordOf } from '../rights/preconditions.ts';
import { ProcessingConsent } from '../rights/processing-consent.entity.ts';
import { isPurposeTextInForce } from '../rights/processing-purposes.ts';
import { PurposeTextOutdated } from '../rights/rights-refusals.types.ts';
import { latestConsent } from '../rights/rights.queries.ts';

/** What a person hopes will be respected, and the words that they agreed to. */
export interface StatedWish {
  readonly text: string;
  readonly words: { readonly version: string; readonly hash: string };
}

/**
 * Keeps what a person hopes that medical staff and their family respect. It may tell of their beliefs, which are sensitive
 * (个人信息保护法 art. 28-30): each text is consented to for itself, only the one that holds is kept, sealed under the person's own
 * key, and taking the consent back deletes it. It is no part of the decision and enters no fingerprint. Saying the same again
 * changes nothing.
 */
export async function stateWish(context: Context, stated: StatedWish): Promise<Donor> {
  const { em } = context;
  const citizen = freshCitizen(context);
  const { donor } = await recordOf(context, citizen);
  const text = checkedText(stated.text);
  if (!isPurposeTextInForce('RESPECT_WISH', stated.words)) throw new Refused(new PurposeTextOutdated('RESPECT_WISH'));
  await assertNotRestricted(context, donor);

  const latest = await latestConsent(em, donor.id, 'RESPECT_WISH');
  const isSame = latest?.given && latest.textVersion === stated.words.version && (await personalValuesOf(context, donor)).wish() === text;
  if (isSame) return donor;
  const wait = await context.limits.take('stateWish', citizen.personIndex.toString('base64'));
  if (wait !== null) throw new Refused(new TooManyRequests(wait));
  donor.sealedWish = sealForDonor(await sealingKeyOf(context, donor), 'wish', text);
  em.create(ProcessingConsent, {
    donor,
    purpose: 'RESPECT_WISH',
    sequence: (latest?.sequence ?? 0) + 1,
    given: true,
    textVersion: stated.words.version,
    textHash: stated.words.hash,
    channel: citizen.session.channel,
    statedAt: context.now(),
  });
  return donor;
}

function checkedText(stated: string): string {
  const problems: InputProblem[] = [];
  const text = checkFreeText('text', stated, true, problems);
  if (text !== null && withoutPersonalNumbers(text) !== text) problems.push(noNumbers);
  if (text === null || problems.length > 0) throw new Refused(new InvalidInput(problems));
  return text;
}

/** Whoever reads a wish needs no number, and nobody should find one there. */
const noNumbers = new InputProblem(['text'], InputProblemCode.FORBIDDEN_CHARACTER, {
  'zh-CN': '请不要写证件号码或者电话。',
  en: 'Please write no document number and no telephone.',
});
