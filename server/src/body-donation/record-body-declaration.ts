import { randomUUID } from 'node:crypto';
import { citizenOf } from '../donors/donor.policy.ts';
import type { KnownCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import { newReceiptNumber } from '../rights/receipt-number.ts';
import { accountOf } from '../staff/staff.policy.ts';
import type { DataKey } from '../vault/data-key.ts';
import { fileKeyOf, newFileKey } from '../vault/file-key.ts';
import { bodyFingerprintOf } from './body-declaration-fingerprint.ts';
import { BodyDeclaration, BodyDonation, BodyDonationStep, sealPerson, type BodyDeclarationAction, type BodyDonationStatus, type BodyWish } from './body-donation.entity.ts';
import { countBodySteps } from './body-donation.queries.ts';
import type { CheckedReach } from './check-body-input.ts';
import type { Organisation } from '../organisations/organisation.entity.ts';

/** A body donation with the declaration that was just made. */
export interface BodyOutcome {
  readonly donation: BodyDonation;
  readonly declaration: BodyDeclaration;
}

/** What one declaration says; only an agreement says more than yes or no. */
export interface BodyDeclarationStatement {
  readonly action: BodyDeclarationAction;
  readonly wish: BodyWish;
  readonly status: BodyDonationStatus;
  readonly words: { readonly version: string; readonly hash: string };
  readonly agreement: (Required<Pick<BodyDeclaration, 'use' | 'ashes' | 'keepConfidential' | 'informFamily' | 'sealedDetails'>> & { readonly receivingUnit: Organisation | null }) | null;
}

/** The file of a person and its key; both are made when there is none yet. @throws KeyServiceUnavailable */
export async function openBodyDonation(context: Context, citizen: KnownCitizen, own: BodyDonation | null): Promise<{ donation: BodyDonation; key: DataKey }> {
  if (own) return { donation: own, key: await fileKeyOf(context, own.id) };
  const { em, now } = context;
  const id = randomUUID();
  const donation = em.create(BodyDonation, {
    id,
    receiptNumber: newReceiptNumber('YT'),
    personIndex: citizen.personIndex,
    areaCode: '',
    wish: 'NOT_STATED',
    status: 'WITHDRAWN',
    takenBy: null,
    executorConfirmedAt: null,
    sealedPerson: null,
    latestSequence: 0,
    openedAt: now(),
    updatedAt: now(),
    erasedAt: null,
  });
  return { donation, key: await newFileKey(context, id) };
}

/** Replaces where a person lives and how they are reached, and who they are by this sign-in. */
export function replacePerson(donation: BodyDonation, key: DataKey, { identity }: KnownCitizen, reach: CheckedReach): void {
  donation.areaCode = reach.areaCode;
  const { fullName, documentType, documentNumber, birthday } = identity;
  donation.sealedPerson = sealPerson(key, { fullName, documentType, documentNumber, birthday, phone: reach.phone });
}

/** Records a declaration as the latest; two phones meet at the version of the file: one wins, the other is told. */
export async function recordBodyDeclaration(context: Context, donation: BodyDonation, statement: BodyDeclarationStatement): Promise<BodyOutcome> {
  const { em, actor, now } = context;
  const { session } = citizenOf(actor);
  donation.latestSequence += 1;
  donation.wish = statement.wish;
  // Another executor has not been asked by anybody of the office, and another wish not been read.
  donation.executorConfirmedAt = null;
  // Whoever had taken it read the former one: they take it again, on record, before they say anything about this one.
  donation.takenBy = null;
  const { receivingUnit = null, ...agreed } = statement.agreement ?? { use: null, ashes: null, keepConfidential: null, informFamily: null, sealedDetails: null };
  const content = {
    sequence: donation.latestSequence,
    action: statement.action,
    wish: statement.wish,
    ...agreed,
    channel: session.channel,
    assuranceLevel: session.assuranceLevel,
    wordsVersion: statement.words.version,
    wordsHash: statement.words.hash,
    recordedAt: now(),
  };
  const fingerprint = bodyFingerprintOf(donation.receiptNumber, { ...content, receivingUnitId: receivingUnit?.id ?? null });
  const declaration = em.create(BodyDeclaration, { bodyDonation: donation, ...content, receivingUnit, fingerprint });
  await recordBodyStep(context, donation, statement.status, null);
  return { donation, declaration };
}

/** Brings a body donation to a state and keeps that step, with who took it; its owner sees each. */
export async function recordBodyStep(context: Context, donation: BodyDonation, status: BodyDonationStatus, sealedNote: Buffer | null): Promise<void> {
  const { em, actor, now } = context;
  const account = accountOf(actor)?.account ?? null;
  donation.status = status;
  donation.updatedAt = now();
  const sequence = (await countBodySteps(em, donation)) + 1;
  em.create(BodyDonationStep, { bodyDonation: donation, sequence, status, actorKind: account ? 'STAFF' : 'CITIZEN', account, sealedNote, at: now() });
}
