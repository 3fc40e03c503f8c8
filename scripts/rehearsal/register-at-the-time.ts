/** The register of a given moment of its schema: which tables it has, filling them, and what people do there. */
import pg from 'pg';
import type { Crowd } from './crowd.ts';
import { recipes, type Recipe, registration } from './recipes.ts';

const CHUNK = 50_000;

/** How many write and read. */
export const WRITERS = 8;
const READERS = 4;

interface Known {
  readonly recipe: Recipe;
  /** Inserts the row of number `$1`; the register holds `$2` people. */
  readonly insertOne: string;
}

/** One register that is filled table by table as its schema grows, and used meanwhile as its tables then allow. */
export class RegisterAtTheTime {
  readonly #pool: pg.Pool;
  readonly #people: number;
  #known = new Map<string, Known>();
  #next: number;
  #newcomer = 0;
  #rest: string[] = [];

  constructor(databaseUrl: string, people: number) {
    this.#pool = new pg.Pool({ connectionString: databaseUrl, max: WRITERS + READERS + 1, application_name: 'rehearsal' });
    this.#pool.on('error', () => undefined);
    this.#people = people;
    this.#next = people;
  }

  /** Fills the tables that there were not when this was called last. @returns their names. */
  async fillNew(): Promise<string[]> {
    const { rows } = await this.#pool.query<{ name: string; columns: string[] }>(
      `select case table_schema when 'key_store' then 'key_store.' else '' end || table_name as name, array_agg(column_name::text) as columns
       from information_schema.columns where table_schema in (current_schema(), 'key_store') group by 1`,
    );
    const columns = new Map(rows.map(({ name, columns: names }) => [name, names]));
    const filled: string[] = [];
    for (const recipe of recipes) {
      const names = columns.get(recipe.table);
      if (!names) continue;
      const isNew = !this.#known.has(recipe.table);
      this.#known.set(recipe.table, { recipe, insertOne: insertOf(recipe, names, 'from (select $1::int as n, $2::int as people) as row') });
      if (!isNew) continue;
      await this.#fill(recipe, names);
      filled.push(recipe.table);
    }
    return filled;
  }

  /** Lets people come in: half of the writers register, the others sign in, change what they said, or do anything else. */
  async letIn(crowd: Crowd): Promise<void> {
    const turns = [() => this.#register(), () => this.#register(), () => this.#register(), () => this.#register(), () => this.#signIn(), () => this.#signIn(), () => this.#edit(), () => this.#doAnythingElse()];
    for (const turn of turns.slice(0, WRITERS)) crowd.join('writes', turn);
    for (let reader = 0; reader < READERS; reader++) crowd.join('reads', reader % 2 === 0 ? () => this.#look() : () => this.#lookAtAnything());
    // Connections are made before anything is measured.
    await Promise.all(Array.from({ length: WRITERS + READERS }, () => this.#pool.query('select pg_sleep(0.05)')));
  }

  /** Holds a table as a long report would, for as long as `work` takes or at least so many milliseconds. */
  async whileRead(table: string, milliseconds: number, work: () => Promise<unknown>): Promise<void> {
    const reader = await this.#pool.connect();
    await reader.query(`begin; select from ${table} limit 1`);
    const reading = reader.query(`select pg_sleep(${milliseconds / 1_000})`).then(() => reader.query('commit'));
    await Promise.all([work(), reading]);
    reader.release();
  }

  /** Runs a statement as it stands, however long it takes and whoever waits. */
  async runPlainly(statement: string): Promise<void> {
    await this.#pool.query(statement);
  }

  /** Which file each table lies in: another one afterwards, and it was rewritten. */
  async files(): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.#pool.query<{ name: string; file: string }>(
      `select relname as name, relfilenode::text as file from pg_class join pg_namespace on pg_namespace.oid = relnamespace where relkind = 'r' and nspname in (current_schema(), 'key_store')`,
    );
    return new Map(rows.map(({ name, file }) => [name, file]));
  }

  /** How many rows each filled table has, as PostgreSQL estimates it. */
  async rows(): Promise<Readonly<Record<string, number>>> {
    const { rows } = await this.#pool.query<{ name: string; count: number }>(`select relname as name, n_live_tup::int as count from pg_stat_user_tables where n_live_tup > 1 order by 2 desc`);
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  }

  /** Ends the connections. */
  close(): Promise<void> {
    return this.#pool.end();
  }

  async #fill(recipe: Recipe, columns: readonly string[]): Promise<void> {
    const count = recipe.perPerson === undefined ? 1 : Math.max(1, Math.floor(this.#people * recipe.perPerson));
    for (let first = 1; first <= count; first += CHUNK) {
      const last = Math.min(count, first + CHUNK - 1);
      await this.#pool.query(insertOf(recipe, columns, `from generate_series(${first}, ${last}) as n, (select ${this.#people} as people) as size`));
    }
    await this.#pool.query(`vacuum (analyze) ${recipe.table}`);
  }

  async #register(): Promise<void> {
    const number = (this.#next += 1);
    await this.#together(registration.flatMap((table) => this.#insert(table, number)));
  }

  async #signIn(): Promise<void> {
    const statements = this.#insert('session', (this.#next += 1));
    await this.#together([...statements, [`update session set last_seen_at = now() where id = md5('session' || $1::int)::uuid`, [this.#someone()]]]);
  }

  async #edit(): Promise<void> {
    const donor = this.#someone();
    const number = (this.#next += 1);
    await this.#together([
      [`update donor set version = version + 1, latest_sequence = latest_sequence + 1 where id = md5('donor' || $1::int)::uuid`, [donor]],
      [
        `insert into decision (id, donor_id, sequence, action, state, choices, channel, assurance_level, consent_purpose, consent_version, consent_hash, recorded_at, fingerprint)
         select md5('edit' || $2::int)::uuid, donor_id, (select latest_sequence from donor where id = donor_id), 'REAFFIRMED', state, choices, channel, assurance_level, consent_purpose, consent_version, consent_hash, now(), fingerprint
         from decision where donor_id = md5('donor' || $1::int)::uuid and sequence = 1`,
        [donor, number],
      ],
      ...this.#insert('audit_entry', number),
    ]);
  }

  /** A new person, then a row of theirs in each other table: one transaction each turn. */
  async #doAnythingElse(): Promise<void> {
    const [table] = this.#rest.splice(0, 1);
    if (table !== undefined) return this.#together(this.#insert(table, this.#newcomer));
    this.#newcomer = this.#next += 1;
    await this.#together(['donor', 'decision', 'outbox_event'].flatMap((each) => this.#insert(each, this.#newcomer)));
    this.#rest = [...this.#known.values()].flatMap(({ recipe }) => (recipe.perPerson === undefined || recipe.table === 'session' || registration.includes(recipe.table) ? [] : [recipe.table]));
  }

  async #look(): Promise<void> {
    await this.#pool.query(
      `select registration_number, choices from session join donor on document_index = person_index join decision on donor_id = donor.id where token_hash = sha256(convert_to('token' || $1::int, 'UTF8'))`,
      [this.#someone()],
    );
  }

  async #lookAtAnything(): Promise<void> {
    const tables = [...this.#known.keys()];
    await this.#pool.query(`select from ${tables[Math.floor(Math.random() * tables.length)] ?? 'donor'} limit 1`);
  }

  #insert(table: string, number: number): [string, number[]][] {
    const known = this.#known.get(table);
    return known ? [[known.insertOne, [number, this.#people]]] : [];
  }

  async #together(statements: readonly [string, readonly number[]][]): Promise<void> {
    const client = await this.#pool.connect();
    try {
      await client.query('begin');
      for (const [statement, values] of statements) await client.query(statement, [...values]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  }

  #someone(): number {
    return 1 + Math.floor(Math.random() * this.#people);
  }
}

function insertOf({ table, columns }: Recipe, existing: readonly string[], from: string): string {
  const names = Object.keys(columns).filter((name) => existing.includes(name));
  return `insert into ${table} (${names.join(', ')}) select ${names.map((name) => columns[name]).join(', ')} ${from}`;
}
