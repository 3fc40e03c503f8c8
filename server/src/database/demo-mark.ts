import { ConfigurationFault, type AppConfig } from '../config.ts';
import { alone } from './alone.ts';
import type { Orm } from './orm.ts';

/**
 * Keeps demo people out of a real register. A database that ever ran with the simulator is marked for good, since anybody
 * could have registered there as anybody; production refuses to start on it.
 * @throws ConfigurationFault in production on a marked database.
 */
export async function keepDemoApart(orm: Orm, config: AppConfig, now: Date): Promise<void> {
  await alone(orm, async (em) => {
    if (config.simulator) await em.execute('insert into demo_mark (since) values (?) on conflict do nothing', [now]);
    const marked = await em.execute<object[]>('select from demo_mark');
    if (config.mode === 'production' && marked.length > 0) {
      throw new ConfigurationFault('Production does not start. 这个数据库里有演示数据，请换一个空的数据库 / this database holds demo data, use an empty one (DATABASE_URL)');
    }
  });
}
