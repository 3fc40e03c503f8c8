import { Migration } from '@mikro-orm/migrations';

/**
 * What all servers count together (`graphql/limits.ts`); the columns are those of rate-limiter-flexible, in its order. A key is
 * a keyed digest: from a copy of the table nobody learns which address or account asked. Old rows are removed by the servers.
 */
export class RateLimits extends Migration {
  override up(): void {
    this.addSql(`create table rate_limit (
      key varchar(255) primary key check (key ~ '^[0-9a-f]{64}$'),
      points integer not null default 0,
      expire bigint
    )`);
    this.addSql('create index on rate_limit (expire)');
  }
}
