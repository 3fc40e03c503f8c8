import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerValues } from '../../server/src/database/rotation/register-values.ts';
import { resealValues } from '../../server/src/database/rotation/reseal-values.ts';
import { rewrapKeys } from '../../server/src/database/rotation/rewrap-keys.ts';
import { sealedColumns } from '../../server/src/donors/donor.entity.ts';
import { Vault } from '../../server/src/vault/vault.ts';
import { addWebhook, rotateWebhookSecret } from '../../server/src/webhooks/change-webhooks.ts';
import { WebhookEndpoint } from '../../server/src/webhooks/webhook-endpoint.entity.ts';
import { askForVisit } from '../kit/body.ts';
import { Caller } from '../kit/caller.ts';
import { deciding } from '../kit/decisions.ts';
import { told } from '../kit/family.ts';
import { aboutParent, filedNearKin } from '../kit/near-kin.ts';
import { ownerOf, partner, partnerToken } from '../kit/partners.ts';
import { submissionFor, submitted } from '../kit/submissions.ts';
import { createWorld, NOW, person } from '../kit/world.ts';

const world = await createWorld();
const orm = await ownerOf(world.databaseUrl);
const owner = new pg.Client(world.databaseUrl);
beforeAll(() => owner.connect());
afterAll(() => owner.end());
const deed = () => ({ now: NOW, requestId: randomUUID() });

/** Sealed columns that `register-values.ts` does not list, each with what becomes of it when keys are replaced. */
const elsewhere: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.values(sealedColumns).map((column) => [`public.donor.${column}`, 'under the key of the person: reseal-values.ts'])),
  'public.body_donation.sealed_person': 'under the data key of its file, which is closed anew: rewrap-keys.ts',
  'public.body_declaration.sealed_details': 'under the data key of its file, which is closed anew: rewrap-keys.ts',
  'public.body_donation_step.sealed_note': 'under the data key of its file, which is closed anew: rewrap-keys.ts',
  'public.paper_scan_file.sealed_bytes': 'under the data key of its file, which is closed anew: rewrap-keys.ts',
  'public.health_card_binding.sealed_card': 'health-cards.ts',
  'public.key_mark.sealed': 'reseal-values.ts',
  'public.session.sealed_identity': 'ends within half a day; the former key stays in the settings for longer (docs/operations.md)',
  'public.staff_sign_in.sealed_secrets': 'ends within minutes',
  'public.evidence_delivery.sealed_file': 'ends within minutes',
  'key_store.register_key.wrapped': 'the register’s own key, closed by the key service: rewrap-keys.ts',
  'key_store.person_key.wrapped': 'a data key itself: rewrap-keys.ts',
};

describe('what is sealed', () => {
  it('is reached by the rotation of keys, or has a reason: no sealed column is forgotten', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `select table_schema || '.' || table_name || '.' || column_name as name from information_schema.columns
       where data_type = 'bytea' and (column_name ~ 'sealed' or column_name = 'wrapped') and table_schema not in ('pg_catalog', 'information_schema') order by 1`,
    );
    const known = [...registerValues.map(({ table, column }) => `public.${table}.${column}`), ...Object.keys(elsewhere)];
    expect(rows.map(({ name }) => name)).toEqual(known.toSorted());
  });

  it('under the register’s own key is opened by the new key alone after the rotation, the secrets of webhooks among it, and was not before', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    await askForVisit(citizen);
    await told(citizen);
    await filedNearKin(await world.citizen(), aboutParent(person()));
    await world.staff({ role: 'REGISTRAR' });
    const who = await partner(orm, NOW);
    const sender = new Caller(world.http, await partnerToken(orm, NOW, who));
    await submitted(sender, submissionFor(person()));
    const { endpoint, secret } = await addWebhook(orm, world.vault, who.id, 'https://partner.example/events', deed());
    const { secret: renewed } = await rotateWebhookSecret(orm, world.vault, endpoint.id, 3_600_000, deed());

    // Texts that come later in the life of a row are put in by the owner.
    for (const { table, key, column, placeOf } of registerValues) {
      const { rows } = await owner.query<{ id: string }>(`select ${key} as id from ${table} where ${column} is null`);
      for (const { id } of rows) await owner.query(`update ${table} set ${column} = $2 where ${key} = $1`, [id, world.vault.seal('演示', placeOf(id))]);
    }
    const { keys } = world.config;
    const encryption = new Map([['new', randomBytes(32)], ...keys.encryption]);
    const next = new Vault({ ...keys, activeId: 'new', encryption });
    const newOnly = new Vault({ ...keys, activeId: 'new', encryption: new Map([...encryption].filter(([id]) => id === 'new')) });
    const faults = async () => {
      const found: string[] = [];
      for (const { table, key, column, placeOf } of registerValues) {
        const { rows } = await owner.query<{ id: string; sealed: Buffer }>(`select ${key} as id, ${column} as sealed from ${table}`);
        if (rows.length === 0) found.push(`${table} has no row to try`);
        for (const { id, sealed } of rows) {
          try {
            newOnly.open(sealed, placeOf(id));
          } catch {
            found.push(`${table}.${column}`);
          }
        }
      }
      return new Set(found);
    };
    // Before: every column stands and falls with the former key.
    expect(await faults()).toEqual(new Set(registerValues.map(({ table, column }) => `${table}.${column}`)));
    await rewrapKeys(owner, next, () => undefined);
    await resealValues(owner, next, { now: () => NOW, keysMadeBefore: null }, () => undefined);
    expect(await faults()).toEqual(new Set());
    expect((await orm.em.fork().findOneOrFail(WebhookEndpoint, { id: endpoint.id })).secrets(newOnly, NOW)).toEqual([renewed, secret]);
  });

  it('and stands for good is written anew by the owner alone: a server that tries is refused', async () => {
    const update = (table: string, column: string) => `update ${table} set ${column} = '\\x00'::bytea`;
    for (const [table, column] of [['family_message', 'sealed_label'], ['kin_statement', 'sealed_statement']] as const) {
      await expect(world.orm.em.fork().execute(update(table, column)), table).rejects.toThrow(/append-only|refuse|never|kept|denied/i);
      await owner.query('begin');
      expect((await owner.query(update(table, column))).rowCount, table).toBeGreaterThan(0);
      await owner.query('rollback');
    }
  });
});
