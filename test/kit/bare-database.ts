import { connect, migrate } from '../../server/src/database/orm.ts';
import { freshDatabase } from './fresh-database.ts';

/** A database with nothing in it but its tables, for the calling test file. */
export function bareDatabase(): Promise<string> {
  return freshDatabase({
    name: 'bare',
    prepare: async (url) => {
      const orm = await connect(url);
      await migrate(orm);
      await orm.close();
    },
  });
}
