import { DeadlockException } from '@mikro-orm/core';
import { recordAuditOfEach } from '../audit/record-audit.ts';
import { isLostRace } from '../database/lost-race.ts';
import { oneTransaction } from '../database/one-transaction.ts';
import type { Em, Orm } from '../database/orm.ts';
import { DonorCard } from '../donor-card/donor-card.entity.ts';
import { Decision, DecisionAction, DecisionState } from '../donors/decision.entity.ts';
import { Donor } from '../donors/donor.entity.ts';
import { recordsOfIndexes, type OwnRecord } from '../donors/donor.queries.ts';
import { NationalSync } from '../donors/national-sync.entity.ts';
import { personalValuesOf, sealingKeyOf } from '../donors/personal-values.ts';
import { enrol, recordDecision, replaceContact } from '../donors/record-decision.ts';
import { Channel } from '../identity/channel.ts';
import { AssuranceLevel } from '../identity/identity-provider.ts';
import { dayOfOwnWord } from '../paper-forms/day-of-own-word.ts';
import { isOvertaken } from '../paper-forms/signing-day.ts';
import { ConsentPurpose } from '../policy/consent-texts.ts';
import { isRestricted, latestConsent } from '../rights/rights.queries.ts';
import { PersonKey } from '../vault/person-key.entity.ts';
import type { Vault } from '../vault/vault.ts';
import type { CheckedRow } from './check-former-row.ts';
import { FormerRegistration } from './former-registration.entity.ts';
import { formerOf, knownReferences, saysTheSame } from './former-system.queries.ts';

/** Why the register does not let a row in. */
export type RegisterBar = 'REFERENCE_DIFFERS' | 'DECIDED_HERE' | 'LATER_THAN_DECIDED_HERE' | 'OVERTAKEN' | 'NAME_DIFFERS' | 'RESTRICTED' | 'FROZEN' | 'CHANGES_NOTHING';

/** What became of a row: somebody new, a later word of somebody who was taken over before, taken over before itself, or barred. */
export type RowOutcome = 'TAKEN' | 'CHANGED' | 'KNOWN' | { readonly bar: RegisterBar };

/** What taking over needs. */
export interface TakingTools {
  readonly orm: Orm;
  readonly vault: Vault;
  readonly now: () => Date;
  /** The short name of the former system. */
  readonly system: string;
  /** Names the file in the audit. */
  readonly requestId: string;
}

/** A row with the blind index of its person. */
export type IndexedRow = CheckedRow & { readonly personIndex: Buffer };

/** How many people are sealed side by side: a key service is a journey for each. */
const AT_ONCE = 16;

/** How often a batch is run again after it lost a race, to somebody who registers meanwhile or to another import. */
const ATTEMPTS = 4;

/**
 * Takes over rows of different people and numbers in one transaction: every row of it that the register lets in, each with its audit entry, or
 * nothing. What is written is written by the functions by which everybody registers. A dry run judges and writes nothing.
 *
 * @returns what became of each row, in their order. @throws KeyServiceUnavailable
 */
export async function takeBatch(tools: TakingTools, rows: readonly IndexedRow[], dryRun: boolean): Promise<readonly RowOutcome[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await oneTransaction(tools.orm, (em) => take({ ...tools, em }, rows, dryRun));
    } catch (error) {
      // Two imports that hold each other's people wait in a circle, until PostgreSQL ends one of them.
      if (!(isLostRace(error) || error instanceof DeadlockException) || attempt === ATTEMPTS) throw error;
    }
  }
}

type Tools = TakingTools & { readonly em: Em };

async function take(tools: Tools, rows: readonly IndexedRow[], dryRun: boolean): Promise<readonly RowOutcome[]> {
  const { em, vault, system, requestId } = tools;
  const at = tools.now();
  const known = await knownReferences(em, system, rows.map(({ reference }) => reference), vault.indexSlot);
  const unknown = rows.filter(({ reference }) => !known.has(reference));
  const records = await recordsOfIndexes(em, unknown.map(({ personIndex }) => personIndex), vault.indexSlot);
  const former = await formerOf(em, [...records.values()].map(({ latest }) => latest));
  const outcomes: RowOutcome[] = [];
  for (let first = 0; first < rows.length; first += AT_ONCE) {
    outcomes.push(...(await Promise.all(rows.slice(first, first + AT_ONCE).map(async (row): Promise<RowOutcome> => {
      const before = known.get(row.reference);
      if (before) return saysTheSame(row, before) ? 'KNOWN' : { bar: 'REFERENCE_DIFFERS' };
      const record = records.get(row.personIndex.toString('hex')) ?? null;
      const bar = record ? await barOf(tools, row, record, former.get(record.latest.id)) : null;
      if (bar) return { bar };
      if (!dryRun) await write({ ...tools, now: () => at }, row, record);
      return record ? 'CHANGED' : 'TAKEN';
    }))));
  }
  recordAuditOfEach(em, { actorKind: 'SYSTEM', actorId: null, sessionId: null, operation: 'importRegistrations', requestId, at }, donorIdOf);
  return outcomes;
}

/**
 * Whether a row may become the latest word of somebody on the register. What they said here themselves is never changed by a file; of two
 * rows of a former system the later holds, and on the same day the less invasive (the rule of signed papers).
 */
async function barOf({ em, vault }: Tools, row: IndexedRow, { donor, latest }: OwnRecord, former: FormerRegistration | undefined): Promise<RegisterBar | null> {
  const isRefusal = row.purpose === ConsentPurpose.REFUSE;
  if (!former) {
    const saidOn = await dayOfOwnWord(em, donor, latest);
    return saidOn !== null && isOvertaken({ signedOn: row.decidedOn, isRefusal }, saidOn) ? 'DECIDED_HERE' : 'LATER_THAN_DECIDED_HERE';
  }
  if (isOvertaken({ signedOn: row.decidedOn, isRefusal }, former.decidedOn)) return 'OVERTAKEN';
  if (await isRestricted(em, donor.id)) return 'RESTRICTED';
  if ((await personalValuesOf({ em, vault }, donor)).fullName() !== row.person.fullName) return 'NAME_DIFFERS';
  if (donor.freeze() ?? (isRefusal ? null : donor.doubtAbout(latest.state))) return 'FROZEN';
  // Said again on a later day it is written all the same: an agreement of a day between must not come after it.
  return isRefusal && latest.state === DecisionState.REFUSED && row.decidedOn === former.decidedOn ? 'CHANGES_NOTHING' : null;
}

/** Whose a row is that is about to be written. */
function donorIdOf(entity: object): string {
  if (entity instanceof Donor) return entity.id;
  if (entity instanceof PersonKey) return entity.personId;
  if (entity instanceof NationalSync) return entity.decision.unwrap().donor.id;
  if (entity instanceof Decision || entity instanceof FormerRegistration) return entity.donor.id;
  if (entity instanceof DonorCard && entity.donor) return entity.donor.id;
  throw new Error(`Taking over writes a ${entity.constructor.name}, and nobody has said whose it is`);
}

async function write(tools: Tools, { person, contact, choices, purpose, decidedOn, reference }: IndexedRow, record: OwnRecord | null): Promise<void> {
  const { em, system } = tools;
  const { donor, key } = record ? { donor: record.donor, key: await sealingKeyOf(tools, record.donor) } : await enrol(tools, { identity: person });
  // Whoever has said here whether they may be telephoned is asked, not looked up in a file.
  const hasSaid = record !== null && (await latestConsent(em, donor.id, 'CONTACT_ME')) !== null;
  replaceContact(key, donor, hasSaid ? { ...contact, phone: null } : contact);
  const isRefusal = purpose === ConsentPurpose.REFUSE;
  const { decision } = await recordDecision(
    { ...tools, actor: { kind: 'ANONYMOUS', sessionEnded: false } },
    { donor, latest: record?.latest ?? null },
    {
      action: isRefusal ? (record?.latest.state === DecisionState.REFUSED ? DecisionAction.REAFFIRMED : DecisionAction.REFUSED) : record ? DecisionAction.EDITED : DecisionAction.REGISTERED,
      state: isRefusal ? DecisionState.REFUSED : DecisionState.AGREED,
      choices,
      purpose,
      // They declared it there, in words that nobody published here.
      consent: { version: 'none', hash: 'none' },
    },
    { channel: Channel.RED_CROSS_OFFICE, assuranceLevel: AssuranceLevel.NOT_REAL_NAME },
  );
  em.create(FormerRegistration, { donor, sequence: decision.sequence, system, reference, decidedOn });
}
