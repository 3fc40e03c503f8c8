import { Migration } from '@mikro-orm/migrations';

/** The mark by which a database knows its own keys again. */
export class KeyMark extends Migration {
  override up(): void {
    this.addSql(`create table key_mark (
      only_row boolean primary key default true check (only_row),
      index_check bytea not null check (octet_length(index_check) = 32),
      sealed bytea not null
    )`);
  }
}
