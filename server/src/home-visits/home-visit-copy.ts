import type { Em } from '../database/orm.ts';
import type { Citizen } from '../identity/actor.ts';
import { indexesOf } from '../identity/citizen-indexes.ts';
import type { Vault } from '../vault/vault.ts';
import { visitsOf, visitStepsOf } from './home-visit.queries.ts';

/** What a person's copy of their data says about visits at home (docs/personal-data-export.md). */
export async function homeVisitCopiesOf({ em, vault }: { readonly em: Em; readonly vault: Vault }, citizen: Citizen) {
  const visits = await visitsOf(em, indexesOf(citizen));
  return Promise.all(
    visits.map(async (visit) => ({
      id: visit.id,
      receiptNumber: visit.receiptNumber,
      purpose: visit.purpose,
      areaCode: visit.areaCode,
      details: visit.details(vault),
      status: visit.status,
      visitOn: visit.visitOn ?? null,
      declineReason: visit.declineReason ?? null,
      note: visit.note(vault),
      askedAt: visit.askedAt,
      closedAt: visit.closedAt ?? null,
      steps: (await visitStepsOf(em, visit.id)).map(({ id, status, actorKind, account, at }) => ({ id, status, actorKind, organisation: account?.unwrap().organisation?.unwrap().name ?? null, at })),
    })),
  );
}
