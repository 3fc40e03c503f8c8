import type pg from 'pg';
import { indexedTexts, openCard, sealCard } from '../../health-cards/health-card.entity.ts';
import type { HealthCardPlatformKey } from '../../health-cards/health-card-platform.ts';
import type { IndexSlot, Vault } from '../../vault/vault.ts';
import type { Progress } from './batches.ts';

interface CardRow {
  readonly id: string;
  readonly platform: HealthCardPlatformKey;
  readonly sealed_card: Buffer;
  readonly card_index: Buffer | null;
}

const FIRST = '00000000-0000-0000-0000-000000000000';
const BATCH = 500;

/**
 * Enters every bound health card under one of the index keys and seals its number under the register's key of today. There is one
 * column for each index: while both keys are known a card is found under either, so this runs before servers forget one. Can be
 * stopped at any moment and started again: what is done is passed by.
 * @returns how many were written anew
 */
export async function renewHealthCards(client: pg.ClientBase, vault: Vault, slot: IndexSlot, progress: Progress): Promise<number> {
  for (let [last, done] = [FIRST, 0]; ; ) {
    const { rows } = await client.query<CardRow>('select id, platform, sealed_card, card_index from health_card_binding where id > $1 and sealed_card is not null order by id limit $2', [last, BATCH]);
    const end = rows.at(-1);
    if (!end) return done;
    for (const { id, platform, sealed_card: sealedCard, card_index: known } of rows) {
      const card = openCard(vault, id, sealedCard);
      const texts = indexedTexts(platform, card);
      const [ofCard, ofHolder] = [vault.blindIndexes('health-card', texts.card)[slot], vault.blindIndexes('health-card', texts.holder)[slot]];
      const isIndexed = known === null || !ofCard || ofCard.equals(known);
      if (isIndexed && vault.isSealedAnew(sealedCard)) continue;
      // Compared with what was read: it may be unbound meanwhile.
      await client.query(
        `update health_card_binding set sealed_card = $2, card_index = case when card_index is null then null else coalesce($3, card_index) end, holder_index = case when holder_index is null then null else coalesce($4, holder_index) end
         where id = $1 and sealed_card = $5`,
        [id, sealCard(vault, id, card), ofCard, ofHolder, sealedCard],
      );
      done += 1;
    }
    last = end.id;
    progress('health cards', done);
  }
}
