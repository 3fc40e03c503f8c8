import { OptimisticLockError } from '@mikro-orm/core';
import type { Context } from '../graphql/context.ts';
import { enterLookUpDoor } from '../database/door.ts';
import { listChoices } from '../donors/donation-kinds.ts';
import { donorByIndex, isUnmoved } from '../donors/donor.queries.ts';
import { personalValuesOf } from '../donors/personal-values.ts';
import { standingOf } from '../donors/standing.queries.ts';
import { isRestricted } from '../rights/rights.queries.ts';
import { notOpen } from './entitlement.ts';
import { isNamed } from './look-up-marks.ts';
import { LookUpStepKind } from './look-up-step.entity.ts';
import { LookUpFinding, LookUpStatus, type LookUp } from './look-up.entity.ts';
import { findingOf, showsChoices, type Asker } from './look-up.policy.ts';
import { indexNow } from './look-up.queries.ts';
import { recordStep } from './record-step.ts';

/** What leaves the register: as little as the asker needs. */
export interface Disclosure {
  readonly finding: LookUpFinding;
  readonly choices: ReturnType<typeof listChoices>;
  /** What the person hopes will be respected; told with a wish that stands. */
  readonly wish: string | null;
  readonly recordedAt: Date | null;
  readonly fingerprint: string | null;
  readonly disclosedAt: Date;
}

/**
 * Reads the decision for a look-up that may be answered, and writes down what is told, in one unit of work with it: when the
 * writing fails, nothing leaves. A number without a record, and a record under another name, are one thing: SILENT.
 * @throws Refused LookUpNotOpen when the index key was replaced since it was asked; DecisionAltered when the stored decision is not what was recorded; then nothing is told and nothing is written.
 */
export async function disclose(context: Context, asker: Asker, lookUp: LookUp): Promise<Disclosure> {
  const { em, now } = context;
  const personIndex = await indexNow(em, lookUp);
  enterLookUpDoor(em, personIndex);
  const record = await donorByIndex(em, personIndex);
  const isOfNamed = await isNamed(context, lookUp, record?.donor ?? null);
  if (isOfNamed === null) throw notOpen(context, 'asked under an index key that was replaced');
  const latest = isOfNamed ? (record?.latest ?? null) : null;
  // Asked also where there is no record, so that the clock tells nothing.
  const restricted = (await isRestricted(em, record?.donor.id ?? lookUp.id)) && latest !== null;
  // At their wish nothing of it is told (个人信息保护法 art. 44); "silent" would be untrue and let the family decide against a refusal.
  const standing = record && latest ? await standingOf(em, record.donor, latest) : null;
  const told = latest && standing ? findingOf(latest.state, standing) : LookUpFinding.SILENT;
  const finding = restricted ? LookUpFinding.RESTRICTED : told;
  const choices = latest && showsChoices(asker, finding) ? listChoices(latest.choices) : [];
  const wish = record && (finding === LookUpFinding.AGREED || finding === LookUpFinding.REFUSED) ? (await personalValuesOf(context, record.donor)).wish() : null;
  // What was acknowledged while this was being read must not be missing from the answer: the command runs again.
  if (!(await isUnmoved(em, record?.donor ?? null))) throw OptimisticLockError.lockFailed(record?.donor ?? lookUp);
  const fingerprint = latest && !restricted ? Buffer.from(latest.fingerprint).toString('hex') : null;

  lookUp.status = LookUpStatus.ANSWERED;
  lookUp.answeredAt ??= now();
  lookUp.finding = finding;
  lookUp.choicesDisclosed ||= choices.length > 0;
  recordStep(context, lookUp, asker, LookUpStepKind.DISCLOSED, { finding, choices: choices.length > 0, fingerprint, ...(wish === null ? {} : { wish: true }) });
  return { finding, choices, wish, recordedAt: restricted ? null : (latest?.recordedAt ?? null), fingerprint, disclosedAt: now() };
}
