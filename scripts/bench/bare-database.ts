/** How hand-written servers reach their database: pooled, as most people would write it, or over a few pipelined connections. */
import pg from 'pg';

/** One prepared statement by its name. */
export type Ask = <Row extends pg.QueryResultRow>(name: string, text: string, values: readonly unknown[]) => Promise<Row[]>;

/** One statement of a transaction: its name, its text, its values. */
export type Statement = readonly [name: string, text: string, values: readonly unknown[]];

/** The ways to a database. */
export interface Database {
  readonly ask: Ask;
  /** Runs statements that need nothing of each other's rows: all of them or none. */
  readonly inTransaction: (statements: readonly Statement[]) => Promise<void>;
}

/** Pipelined connections of the variant that has them; as many as the register's own reading lines. */
const LINES = 3;

/** Connects by the settings of the environment: `BARE_PIPELINED` asks for pipelined lines, `POOL_SIZE` bounds the pool otherwise. */
export function connectBare(): Database {
  const connectionString = process.env['DATABASE_URL'];
  const applicationName = process.env['BARE_NAME'];
  return process.env['BARE_PIPELINED'] === undefined
    ? pooled(new pg.Pool({ connectionString, max: Number(process.env['POOL_SIZE']), application_name: applicationName }))
    : pipelined(Array.from({ length: LINES }, () => new pg.Client({ connectionString, application_name: applicationName, pipeline: true })));
}

function pooled(pool: pg.Pool): Database {
  return {
    ask: (name, text, values) => rowsOf(pool, name, text, values),
    async inTransaction(statements) {
      const client = await pool.connect();
      try {
        await client.query('begin');
        for (const statement of statements) await rowsOf(client, ...statement);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw error;
      } finally {
        client.release();
      }
    },
  };
}

function pipelined(clients: readonly pg.Client[]): Database {
  const lines = clients.map((client) => client.connect().then(() => client));
  let turn = 0;
  const next = async (): Promise<pg.Client> => {
    turn = (turn + 1) % LINES;
    const line = await lines[turn];
    if (!line) throw new Error('There is no such line');
    return line;
  };
  return {
    ask: async (name, text, values) => rowsOf(await next(), name, text, values),
    async inTransaction(statements) {
      const line = await next();
      // Sent in one go, so that nothing of another request comes between them; after a fault `commit` rolls back.
      await Promise.all([line.query('begin'), ...statements.map((statement) => rowsOf(line, ...statement)), line.query('commit')]);
    },
  };
}

async function rowsOf<Row extends pg.QueryResultRow>(database: pg.Pool | pg.PoolClient | pg.Client, name: string, text: string, values: readonly unknown[]): Promise<Row[]> {
  const { rows } = await database.query<Row>({ name, text, values: [...values] });
  return rows;
}
