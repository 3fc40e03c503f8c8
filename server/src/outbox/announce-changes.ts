import { randomUUID } from 'node:crypto';
import { ChangeSetType, type ChangeSet, type EventSubscriber, type FlushEventArgs } from '@mikro-orm/core';
import { Decision } from '../donors/decision.entity.ts';
import { Disavowal, DisavowalResolution } from '../donors/disavowal.entity.ts';
import { Donor } from '../donors/donor.entity.ts';
import { QueuedWithdrawal } from '../donors/queued-withdrawal.entity.ts';
import { NationalAnswer } from '../national-register/national-message.entity.ts';
import { OutboxEvent, OutboxEventKind } from './outbox-event.entity.ts';

interface Announcement {
  readonly donor: Donor;
  readonly kind: OutboxEventKind;
  readonly occurredAt: Date;
}

/**
 * Adds one event for each person whose decision, or what others may rely on of it, a flush is about to change: decided,
 * withdrawn, withdrawal queued, disavowed, dispute ended, put back, put in doubt by the national register, erased. It hangs on the mapper (`database/orm.ts`), so no
 * command has to think of it and none can forget: the event is written in the transaction of the change, or neither is.
 */
export class AnnounceChanges implements EventSubscriber {
  onFlush({ em, uow }: FlushEventArgs): void {
    const announced = new Map<string, Announcement>();
    const sets = uow.getChangeSets();
    const answeredAt = sets.map(({ entity }) => entity).find((entity) => entity instanceof NationalAnswer)?.receivedAt;
    for (const each of sets.map((set) => announcementOf(set, answeredAt))) {
      // One event for one person and flush; that somebody was erased says all.
      if (each && announced.get(each.donor.id)?.kind !== OutboxEventKind.PERSON_ERASED) announced.set(each.donor.id, each);
    }
    for (const { donor, kind, occurredAt } of announced.values()) {
      uow.computeChangeSet(em.create(OutboxEvent, { id: randomUUID(), kind, donor, donorVersion: versionAfter(donor), occurredAt, spreadAt: null }));
    }
  }
}

function announcementOf({ entity, type, payload }: ChangeSet<object>, answeredAt: Date | undefined): Announcement | null {
  const changed = (donor: Donor, occurredAt: Date): Announcement => ({ donor, kind: OutboxEventKind.DECISION_CHANGED, occurredAt });
  if (entity instanceof Donor) {
    if ('erasedAt' in payload && entity.erasedAt) return { donor: entity, kind: OutboxEventKind.PERSON_ERASED, occurredAt: entity.erasedAt };
    return 'nationalHold' in payload && answeredAt ? changed(entity, answeredAt) : null;
  }
  if (type !== ChangeSetType.CREATE) return null;
  if (entity instanceof Decision) return changed(entity.donor.unwrap(), entity.recordedAt);
  if (entity instanceof Disavowal) return changed(entity.donor.unwrap(), entity.disavowedAt);
  if (entity instanceof QueuedWithdrawal) return changed(entity.donor.unwrap(), entity.queuedAt);
  if (entity instanceof DisavowalResolution) return changed(entity.disavowal.unwrap().donor.unwrap(), entity.resolvedAt);
  return null;
}

/** Whoever changes what is announced moves the record's version with it, by one; a new record begins with one. */
function versionAfter({ version }: { readonly version?: number }): number {
  return (version ?? 0) + 1;
}
