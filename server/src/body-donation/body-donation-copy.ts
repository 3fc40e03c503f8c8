import type { Em } from '../database/orm.ts';
import type { Citizen } from '../identity/actor.ts';
import { fileKeyOf } from '../vault/file-key.ts';
import type { Vault } from '../vault/vault.ts';
import { bodyStepsOf, declarationsOf, ownBodyDonation } from './body-donation.queries.ts';

/** What a person's copy of their data says about their body (docs/personal-data-export.md); null when they never said anything. */
export async function bodyDonationCopyOf(tools: { readonly em: Em; readonly vault: Vault }, citizen: Citizen) {
  const donation = await ownBodyDonation(tools.em, citizen);
  if (!donation) return null;
  const key = await fileKeyOf(tools, donation.id);
  const { id, receiptNumber, areaCode, wish, status, executorConfirmedAt, openedAt, updatedAt } = donation;
  return {
    id,
    receiptNumber,
    areaCode,
    wish,
    status,
    executorConfirmedAt: executorConfirmedAt ?? null,
    openedAt,
    updatedAt,
    person: donation.person(key),
    declarations: (await declarationsOf(tools.em, donation)).map((declaration) => ({
      id: declaration.id,
      sequence: declaration.sequence,
      action: declaration.action,
      wish: declaration.wish,
      use: declaration.use,
      ashes: declaration.ashes,
      keepConfidential: declaration.keepConfidential,
      informFamily: declaration.informFamily,
      receivingUnitId: declaration.receivingUnit?.id ?? null,
      executor: declaration.details(key)?.executor ?? null,
      channel: declaration.channel,
      assuranceLevel: declaration.assuranceLevel,
      words: { version: declaration.wordsVersion, hash: declaration.wordsHash },
      recordedAt: declaration.recordedAt,
      fingerprint: Buffer.from(declaration.fingerprint).toString('hex'),
    })),
    steps: (await bodyStepsOf(tools.em, donation)).map((step) => ({
      id: step.id,
      status: step.status,
      actorKind: step.actorKind,
      organisation: step.account?.unwrap().organisation?.unwrap().name ?? null,
      note: step.note(key),
      at: step.at,
    })),
  };
}
