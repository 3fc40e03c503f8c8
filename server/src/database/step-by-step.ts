import { Migration } from '@mikro-orm/migrations';

/**
 * A migration of tables that are full of people and written to. Its steps run one after the other, each kept at once: no step holds a
 * lock while the next one reads a million rows, or waits for another table. One that is broken off goes on at the step where it stood.
 */
export abstract class StepByStep extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  /**
   * Builds an index while people write: it takes longer, and nobody waits for it. What a broken-off build left is replaced.
   *
   * @param on what `create index` takes after the name: `on donor (registered_at) where erased_at is null`.
   */
  protected addIndex(name: string, on: string, kind: 'index' | 'unique index' = 'index'): void {
    this.addSql(`create ${kind} concurrently ${name} ${on}`);
  }

  /**
   * Adds a constraint to a table that has rows, or writes one of this name anew: it holds for new rows at once, and for old ones when they
   * have been read, which holds nobody up.
   *
   * @param rule what `add constraint` takes after the name: `check (…)` or `foreign key (…) references …`.
   */
  protected addConstraint(table: string, name: string, rule: string): void {
    this.addSql(`alter table ${table} drop constraint if exists ${name}, add constraint ${name} ${rule} not valid`);
    this.addSql(`alter table ${table} validate constraint ${name}`);
  }

  /**
   * Lets a column of a table that was just made refer to a table that people write to. One such reference may stand in `create table`; with
   * two, that step takes both tables from whoever writes, meets somebody who took them the other way round, and gets them after many tries.
   *
   * @param to what follows `references`: `donor (id) on delete restrict`.
   */
  protected addReference(table: string, column: string, to: string): void {
    this.addConstraint(table, `${table}_${column}_fkey`, `foreign key (${column}) references ${to}`);
  }

  /** Lets a column have no empty value any more: with a constraint that has been checked, PostgreSQL need not read the table itself. */
  protected requireValue(table: string, column: string): void {
    const name = `${table.replace('.', '_')}_${column}_is_there`;
    this.addConstraint(table, name, `check (${column} is not null)`);
    this.addSql(`alter table ${table} alter column ${column} set not null`);
    this.addSql(`alter table ${table} drop constraint ${name}`);
  }
}
