import { ChangeSetType, type ChangeSet, type EntityManager } from '@mikro-orm/core';
import type { ActorKind } from '../identity/actor.ts';
import { AuditEntry, type AuditedChange } from './audit-entry.entity.ts';

/** Whose deed is recorded. */
export interface AuditSubject {
  readonly actorKind: ActorKind;
  /** The account or partner that acted; null for citizens, who are known by their session only. */
  readonly actorId: string | null;
  readonly sessionId: string | null;
  readonly operation: string;
  readonly requestId: string;
  readonly at: Date;
  /** The code of a failure that must be told of; null or nothing when the deed was done. */
  readonly outcome?: string | null;
}

/**
 * Adds one audit entry for everything the entity manager is about to write; a deed that changes nothing leaves none, unless it
 * is a failure that must be told of.
 * Names of fields are kept, values are not: the audit must not become a second copy of the register.
 */
export function recordAudit(em: EntityManager, subject: AuditSubject): void {
  const outcome = subject.outcome ?? null;
  const changes = changeSetsOf(em).map(changeOf);
  if (changes.length > 0 || outcome !== null) em.create(AuditEntry, { ...subject, outcome, changes });
}

/**
 * The same for what is done for many people at once: an entry for each of them, as if each had been alone. Whoever is handed the proof of one
 * person's decision is handed the entry that tells of it, and with it nothing of anybody else.
 *
 * @param ownerOf whose an entity is that is about to be written, by any name.
 */
export function recordAuditOfEach(em: EntityManager, subject: AuditSubject, ownerOf: (entity: object) => string): void {
  for (const sets of Map.groupBy(changeSetsOf(em), ({ entity }) => ownerOf(entity)).values()) em.create(AuditEntry, { ...subject, outcome: null, changes: sets.map(changeOf) });
}

function changeSetsOf(em: EntityManager): ChangeSet<object>[] {
  const unitOfWork = em.getUnitOfWork();
  unitOfWork.computeChangeSets();
  return unitOfWork.getChangeSets();
}

function changeOf(set: ChangeSet<object>): AuditedChange {
  return { entity: set.meta.className, id: nameOf(set.getPrimaryKey()), change: changeNames[set.type], fields: Object.keys(set.payload) };
}

/** What names a row. Of a key of several parts only the texts: a blind index must not outlive its row in what is kept for ever. */
function nameOf(key: unknown): string {
  if (typeof key !== 'object' || key === null) return String(key ?? '');
  return Object.values(key).filter((part) => typeof part === 'string').join(' ');
}

const changeNames: Record<ChangeSetType, AuditedChange['change']> = {
  [ChangeSetType.CREATE]: 'create',
  [ChangeSetType.UPDATE]: 'update',
  [ChangeSetType.DELETE]: 'delete',
  [ChangeSetType.UPDATE_EARLY]: 'update',
  [ChangeSetType.DELETE_EARLY]: 'delete',
};
