import { Migration } from '@mikro-orm/migrations';

/** The mark of a database that demo people may have written into. */
export class DemoMark extends Migration {
  override up(): void {
    this.addSql(`create table demo_mark (only_row boolean primary key default true check (only_row), since timestamptz(3) not null)`);
  }
}
