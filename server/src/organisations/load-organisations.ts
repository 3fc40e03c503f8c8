import { readFileSync } from 'node:fs';
import type { Em } from '../database/orm.ts';
import { projectFile } from '../graphql/project-file.ts';
import { changeDirectory } from './import-organisations.ts';
import { Organisation } from './organisation.entity.ts';

/** The directory that ships with a release: 103 bodies of Zhejiang, without addresses and telephones. */
const FIRST_DIRECTORY = 'server/src/organisations/data/zhejiang-organisations.csv';

/**
 * Fills an empty directory; run at every start. A directory that holds anything is left alone: what staff have imported since
 * is better than what ships with a release.
 * @throws Error when the shipped file has a faulty row.
 */
export async function loadOrganisations(em: Em, now: Date): Promise<void> {
  if ((await em.count(Organisation)) > 0) return;
  const { fault, rejected } = await changeDirectory(em, readFileSync(projectFile(FIRST_DIRECTORY)), now);
  if (fault ?? rejected[0]) throw new Error(`The first directory is faulty: ${fault ?? JSON.stringify(rejected[0])}`);
}
