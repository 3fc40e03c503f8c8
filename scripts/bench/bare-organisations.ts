/** The first hundred bodies of the directory, by hand: two named statements, no memory between requests. */
import type { OrganisationsQuery } from '../../schema/generated/graphql.ts';
import { findDivision } from '../../server/src/divisions/division.queries.ts';
import type { ListedOrganisation } from '../../server/src/organisations/organisation.queries.ts';
import type { Ask } from './bare-database.ts';
import { LISTED } from './operations.ts';

type OrganisationRow = Pick<ListedOrganisation, 'id' | 'name' | 'level' | 'address' | 'phone'> & { readonly registryKey: string; readonly divisionCode: string };

const ORGANISATIONS = `
  select id, registry_key "registryKey", name, level, division_code "divisionCode", address, phone
  from organisation
  order by division_code, registry_key
  limit ${LISTED + 1}`;

/** What the register's document `Organisations` answers for the first page without a filter. */
export async function listOrganisations(ask: Ask): Promise<OrganisationsQuery['organisations']> {
  const [rows, [count]] = await Promise.all([
    ask<OrganisationRow>('organisations', ORGANISATIONS, []),
    ask<{ total: number }>('organisation-count', 'select count(*)::int total from organisation', []),
  ]);
  const page = rows.slice(0, LISTED);
  const last = page.at(-1);
  return {
    totalCount: count?.total ?? 0,
    nodes: page.map(answerOrganisation),
    pageInfo: {
      hasNextPage: rows.length > LISTED,
      endCursor: cursorAfter(last),
    },
  };
}

function answerOrganisation({ id, name, level, address, phone, divisionCode }: OrganisationRow): OrganisationsQuery['organisations']['nodes'][number] {
  const division = findDivision(divisionCode);
  if (!division) throw new Error(`The body ${id} lies in a division that is not listed`);
  return { id, name, level, address, phone, division: { code: division.code, name: division.name, fullName: division.fullName } };
}

/** The register's cursor of a body, the last of a page; null where there is none. */
export function cursorAfter(last: Pick<OrganisationRow, 'divisionCode' | 'registryKey'> | undefined): string | null {
  return last ? Buffer.from(`c1:${last.divisionCode} ${last.registryKey}`).toString('base64url') : null;
}
