/** How the hand-written server reaches its database: pooled, as most people would write it, or over a few pipelined connections. */
import pg from 'pg';

/** One prepared statement by its name. */
export type Ask = <Row extends pg.QueryResultRow>(name: string, text: string, values: readonly unknown[]) => Promise<Row[]>;

/** Pipelined connections of the variant that has them; as many as the register's own reading lines. */
const LINES = 3;

/** Connects by the settings of the environment: `BARE_PIPELINED` asks for pipelined lines, `POOL_SIZE` bounds the pool otherwise. */
export function connectBare(): Ask {
  const connectionString = process.env['DATABASE_URL'];
  const applicationName = process.env['BARE_NAME'];
  if (process.env['BARE_PIPELINED'] === undefined) {
    const pool = new pg.Pool({ connectionString, max: Number(process.env['POOL_SIZE']), application_name: applicationName });
    return (name, text, values) => rowsOf(pool, name, text, values);
  }
  const lines = Array.from({ length: LINES }, () => {
    const client = new pg.Client({ connectionString, application_name: applicationName, pipeline: true });
    return client.connect().then(() => client);
  });
  let turn = 0;
  return async (name, text, values) => {
    turn = (turn + 1) % LINES;
    const line = await lines[turn];
    if (!line) throw new Error('There is no such line');
    return rowsOf(line, name, text, values);
  };
}

async function rowsOf<Row extends pg.QueryResultRow>(database: pg.Pool | pg.Client, name: string, text: string, values: readonly unknown[]): Promise<Row[]> {
  const { rows } = await database.query<Row>({ name, text, values: [...values] });
  return rows;
}
