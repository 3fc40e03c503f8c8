import { enterLookUpDoor } from '../database/door.ts';
import { DecisionAction, DecisionState } from '../donors/decision.entity.ts';
import { isOfAge } from '../donors/donor.policy.ts';
import { recordOfPaper, type OwnRecord } from '../donors/donor.queries.ts';
import { personalValuesOf } from '../donors/personal-values.ts';
import { enrol, recordDecision } from '../donors/record-decision.ts';
import type { Context } from '../graphql/context.ts';
import { Refused } from '../graphql/refusals.ts';
import { Channel } from '../identity/channel.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import { normalisedDocument } from '../identity/identity-document.ts';
import { AssuranceLevel } from '../identity/identity-provider.ts';
import { ConsentPurpose } from '../policy/consent-texts.ts';
import { isRestricted } from '../rights/rights.queries.ts';
import type { SubmittedContent } from '../submissions/canonical-submission.ts';
import { nameSubmission } from '../submissions/confirm-submission.ts';
import { SubmissionStatus } from '../submissions/submission.entity.ts';
import { dayOfOwnWord } from './day-of-own-word.ts';
import { formToCheck, hasMatched } from './form-to-check.ts';
import { PaperVerdict, type PaperForm } from './paper-form.entity.ts';
import { PaperBar, PaperFormBarred, PaperFormClosed, PaperFormNotCompared } from './paper-form-refusals.types.ts';
import { freshPaperStaff } from './paper-preconditions.ts';
import { stillWaits } from './paper-form.queries.ts';
import { recordVerdict } from './record-verdict.ts';
import { instantOfDay, isOvertaken } from './signing-day.ts';

/**
 * The second person stands for it that the signed paper says what was typed, and it becomes the person's decision: by the same rules as
 * one of their own, at the place in time at which they signed it (条例 art. 9). It is written beside the decision which paper it came
 * from. From its next statement on, this unit of work reaches exactly this one person.
 */
export async function approvePaperForm(context: Context, formId: string): Promise<PaperForm> {
  const { em, vault, now } = context;
  const { form, content, steps, staff } = await formToCheck(context, freshPaperStaff(context), formId);
  if (!hasMatched(steps)) throw new Refused(new PaperFormNotCompared());
  assertSigned(form, content);

  const index = vault.blindIndex('identity-document', normalisedDocument(content.documentType, content.documentNumber, content.birthday));
  enterLookUpDoor(em, index);
  const record = await recordOfPaper(em, index, vault.indexSlot);
  if (record) await assertMayStand(context, form, content, record);

  const isRefusal = content.wordsPurpose === ConsentPurpose.REFUSE;
  const identity = { ...content, phone: null };
  const donor = record?.donor ?? (await enrol(context, { identity })).donor;
  // Who is on the register said themselves where they live.
  if (!record) donor.residenceCode = form.residenceCode ?? null;
  const { decision } = await recordDecision(
    context,
    { donor, latest: record?.latest ?? null },
    {
      action: isRefusal ? (record?.latest.state === DecisionState.REFUSED ? DecisionAction.REAFFIRMED : DecisionAction.REFUSED) : record?.latest.isStanding() ? DecisionAction.EDITED : DecisionAction.REGISTERED,
      state: isRefusal ? DecisionState.REFUSED : DecisionState.AGREED,
      choices: content.choices,
      purpose: content.wordsPurpose,
      consent: { version: content.wordsVersion, hash: content.wordsHash },
    },
    // No provider vouched for who signed: two people of the office did, by the paper.
    { channel: Channel.RED_CROSS_OFFICE, assuranceLevel: AssuranceLevel.NOT_REAL_NAME },
  );
  const submission = form.submission.unwrap();
  submission.status = SubmissionStatus.CONFIRMED;
  submission.endedAt = now();
  submission.changedItems = [];
  nameSubmission(em, decision, submission);
  await recordVerdict(context, form, staff, PaperVerdict.APPROVED, null);
  return form;
}

/** The paper is signed, on the day that was typed, by somebody who was old enough on that day (条例 art. 9(1)). */
function assertSigned(form: PaperForm, content: SubmittedContent): void {
  if (content.expressedBy !== 'SIGNED_ON_PAPER' || shanghaiDayOf(content.expressedAt) !== form.signedOn) throw new Refused(new PaperFormBarred(PaperBar.NOT_SIGNED_BY_PERSON));
  if (!isOfAge(content.birthday, instantOfDay(form.signedOn))) throw new Refused(new PaperFormBarred(PaperBar.UNDER_AGE));
}

async function assertMayStand(context: Context, form: PaperForm, content: SubmittedContent, { donor, latest }: OwnRecord): Promise<void> {
  const bar = async (): Promise<PaperBar | null> => {
    if (await isRestricted(context.em, donor.id)) return PaperBar.RESTRICTED;
    if ((await personalValuesOf(context, donor)).fullName() !== content.fullName) return PaperBar.NAME_DIFFERS;
    const isRefusal = content.wordsPurpose === ConsentPurpose.REFUSE;
    // What the national register holds may be later than the paper; a refusal takes nothing from the body and may stand.
    if (donor.freeze() ?? (isRefusal ? null : donor.doubtAbout(latest.state))) return PaperBar.FROZEN;
    const saidOn = await dayOfOwnWord(context.em, donor, latest);
    if (saidOn && isOvertaken({ signedOn: form.signedOn, isRefusal }, saidOn)) return PaperBar.OVERTAKEN;
    // Said again on a later day it is recorded all the same: an agreement that was signed in between must not come after it.
    const isSaidAgain = saidOn !== null && saidOn < form.signedOn;
    return isRefusal && latest.state === DecisionState.REFUSED && !isSaidAgain ? PaperBar.CHANGES_NOTHING : null;
  };
  const found = await bar();
  if (!found) return;
  // Another second person may have approved it since it was read: then what bars it is this very form.
  throw new Refused((await stillWaits(context.em, form)) ? new PaperFormBarred(found) : new PaperFormClosed());
}
