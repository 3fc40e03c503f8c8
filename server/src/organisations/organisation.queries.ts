import type { Em } from '../database/orm.ts';
import { ask, reading } from '../database/readings.ts';
import { readMomentOld } from '../database/replicas.ts';
import { currentSuccessors, divisionsNamedLike, divisionsWithin, findDivision, type ListedDivision } from '../divisions/division.queries.ts';
import type { OrganisationLevel } from './organisation.entity.ts';
import type { OrganisationService } from './organisation-service-offer.entity.ts';

/** A body as readers see it: a plain row, because lists of bodies are read far more often than bodies change. */
export interface ListedOrganisation {
  readonly id: string;
  /** The place in every list of bodies: by division, then by key, so that a society comes before its own centres. */
  readonly place: string;
  readonly name: string;
  readonly level: OrganisationLevel;
  readonly division: ListedDivision;
  readonly parentId: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  readonly source: string;
}

/** A service a body offers, as a plain row. */
export interface ListedServiceOffer {
  readonly organisationId: string;
  readonly service: OrganisationService;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly source: string;
}

/** How a body can or could witness, as a plain row. */
export interface ListedWitnessCapability {
  readonly organisationId: string;
  readonly canWitnessIndependently: boolean;
  readonly minimumWitnesses: number | null;
  readonly assignedById: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly source: string;
}

/** Which bodies a caller wants; what is left out does not narrow. */
export interface OrganisationWish {
  /** Words of a name or of a division's name, former names included; all of them must fit. */
  readonly search?: string | null | undefined;
  /** A division: bodies of it and of everything below. */
  readonly divisionCode?: string | null | undefined;
  readonly level?: OrganisationLevel | null | undefined;
  readonly service?: OrganisationService | null | undefined;
  readonly parentId?: string | null | undefined;
}

/** A page of a list: up to `limit` bodies after a place. */
export interface Slice {
  readonly limit: number;
  readonly after: string | null;
}

/** The tables as PostgreSQL names them. */
interface DirectoryTables {
  organisation: {
    id: string; registry_key: string; name: string; level: OrganisationLevel; division_code: string; parent_id: string | null;
    address: string | null; phone: string | null; source: string;
  };
  organisation_service_offer: { organisation_id: string; service: OrganisationService; valid_from: string | null; valid_to: string | null; source: string };
  witness_capability: {
    organisation_id: string; can_witness_independently: boolean; minimum_witnesses: number | null; assigned_by_id: string | null;
    valid_from: string; valid_to: string | null; source: string;
  };
}

const columns = ['id', 'registry_key', 'name', 'level', 'division_code', 'parent_id', 'address', 'phone', 'source'] as const;

type Tables = ReturnType<typeof tables>;

const tables = (em: Em, type: 'read' | 'write') => em.getKysely<DirectoryTables>({ type });

/** Reads the directory, which may be a moment old where it is only shown. */
const fromDirectory = <Rows>(em: Em, read: (tables: Tables) => Promise<Rows>): Promise<Rows> => readMomentOld(em, (type) => read(tables(em, type)));
type OrganisationRow = Pick<DirectoryTables['organisation'], (typeof columns)[number]>;

/** Longer searches find nothing: no body has such a name. */
const MAX_SEARCH = 60;
const MAX_WORDS = 6;

/**
 * The bodies a caller wishes for in the order of divisions, and how many there are in all: two statements, whatever the size.
 * `on` is the day (`YYYY-MM-DD`) for which former divisions are followed to those of today and services must be valid.
 */
export async function findOrganisations(em: Em, wish: OrganisationWish, slice: Slice, on: string): Promise<{ readonly rows: readonly ListedOrganisation[]; readonly totalCount: number }> {
  const words = wordsOf(wish.search);
  const codes = wish.divisionCode ? codesWithin(wish.divisionCode, on) : null;
  if (words === null || codes?.length === 0 || (wish.parentId && !isUuid(wish.parentId))) return { rows: [], totalCount: 0 };

  const { level, parentId, service } = wish;
  const isNarrowed = words.length > 0 || codes !== null || Boolean(level ?? parentId ?? service);
  return readMomentOld(em, (type) => (type === 'write' && !isNarrowed ? allOrganisations(em, slice) : wishedBodies(tables(em, type), { ...wish, words, codes }, slice, on)));
}

/** What a caller wishes, with the words of the search and the divisions found out. */
interface FoundOut extends OrganisationWish {
  readonly words: readonly string[];
  readonly codes: readonly string[] | null;
}

async function wishedBodies(directory: Tables, wish: FoundOut, slice: Slice, on: string): Promise<{ readonly rows: readonly ListedOrganisation[]; readonly totalCount: number }> {
  const { words, codes, level, parentId, service } = wish;
  let wished = directory.selectFrom('organisation');
  for (const word of words) {
    const places = placesNamed(word, on);
    wished = wished.where((is) => is.or([is('name', 'ilike', `%${escapeLike(word)}%`), ...(places.length > 0 ? [is('division_code', 'in', places)] : [])]));
  }
  if (codes) wished = wished.where('division_code', 'in', codes);
  if (level) wished = wished.where('level', '=', level);
  if (parentId) wished = wished.where('parent_id', '=', parentId);
  if (service) {
    wished = wished.where((is) =>
      is.exists(
        is
          .selectFrom('organisation_service_offer as offer')
          .select('offer.service')
          .whereRef('offer.organisation_id', '=', 'organisation.id')
          .where('offer.service', '=', service)
          .where((then) => then.or([then('offer.valid_from', 'is', null), then('offer.valid_from', '<=', on)]))
          .where((then) => then.or([then('offer.valid_to', 'is', null), then('offer.valid_to', '>=', on)])),
      ),
    );
  }
  let page = wished.select(columns).orderBy('division_code').orderBy('registry_key').limit(slice.limit);
  const { after } = slice;
  if (after !== null) {
    const [code, key] = splitPlace(after);
    page = page.where((is) => is.or([is('division_code', '>', code), is.and([is('division_code', '=', code), is('registry_key', '>', key)])]));
  }
  const [rows, count] = await Promise.all([page.execute(), wished.select((of) => of.fn.countAll<string>().as('total')).executeTakeFirstOrThrow()]);
  return { rows: rows.map(toListed), totalCount: Number(count.total) };
}

const PAGE = reading({
  name: 'organisations-page',
  rows: {},
  values: {
    ...{ id: ['id', 'text'], registry_key: ['registry_key', 'text'], name: ['name', 'text'], level: ['level', 'text'], division_code: ['division_code', 'text'] },
    ...{ parent_id: ['parent_id', 'text?'], address: ['address', 'text?'], phone: ['phone', 'text?'], source: ['source', 'text'] },
  },
  text: (selected) => `select ${selected} from organisation where (division_code, registry_key) > ($1, $2) order by division_code, registry_key limit $3`,
});
const COUNT = reading({ name: 'organisations-count', rows: {}, values: { total: ['count(*)::int', 'integer'] }, text: (selected) => `select ${selected} from organisation` });

/** The list that nothing narrows, which most callers see first: its statements never differ, so PostgreSQL keeps them prepared. */
async function allOrganisations(em: Em, { limit, after }: Slice): Promise<{ readonly rows: readonly ListedOrganisation[]; readonly totalCount: number }> {
  const [rows, [count]] = await Promise.all([
    ask(em, PAGE, [...splitPlace(after ?? ''), limit]),
    ask(em, COUNT, []),
  ]);
  return { rows: rows.map((row) => toListed({ ...row, level: row.level as OrganisationLevel })), totalCount: count?.total ?? 0 };
}

/** The bodies of these ids, in no particular order; what is unknown, or no id at all, is left out. */
export async function organisationsById(em: Em, ids: readonly string[]): Promise<readonly ListedOrganisation[]> {
  const wellFormed = ids.filter(isUuid);
  if (wellFormed.length === 0) return [];
  return (await fromDirectory(em, (directory) => directory.selectFrom('organisation').select(columns).where('id', 'in', wellFormed).execute())).map(toListed);
}

/** Every body directly below one of these, in the order of divisions. */
export async function organisationsBelow(em: Em, parentIds: readonly string[]): Promise<readonly ListedOrganisation[]> {
  const rows = await fromDirectory(em, (directory) => directory.selectFrom('organisation').select(columns).where('parent_id', 'in', parentIds).orderBy('division_code').orderBy('registry_key').execute());
  return rows.map(toListed);
}

/** Every body whose office lies in one of these divisions. */
export async function organisationsOfDivisions(em: Em, codes: readonly string[]): Promise<readonly ListedOrganisation[]> {
  const rows = await fromDirectory(em, (directory) => directory.selectFrom('organisation').select(columns).where('division_code', 'in', codes).orderBy('division_code').orderBy('registry_key').execute());
  return rows.map(toListed);
}

/** The services of these bodies. */
export async function servicesOfOrganisations(em: Em, ids: readonly string[]): Promise<readonly ListedServiceOffer[]> {
  const rows = await fromDirectory(em, (directory) => directory.selectFrom('organisation_service_offer').selectAll().where('organisation_id', 'in', ids).execute());
  return rows.map((row) => ({ organisationId: row.organisation_id, service: row.service, validFrom: row.valid_from, validTo: row.valid_to, source: row.source }));
}

/** How these bodies can and could witness, oldest first. */
export async function witnessCapabilitiesOfOrganisations(em: Em, ids: readonly string[]): Promise<readonly ListedWitnessCapability[]> {
  const rows = await fromDirectory(em, (directory) => directory.selectFrom('witness_capability').selectAll().where('organisation_id', 'in', ids).orderBy('valid_from').execute());
  return rows.map((row) => ({
    organisationId: row.organisation_id,
    canWitnessIndependently: row.can_witness_independently,
    minimumWitnesses: row.minimum_witnesses,
    assignedById: row.assigned_by_id,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    source: row.source,
  }));
}

function toListed(row: OrganisationRow): ListedOrganisation {
  const division = findDivision(row.division_code);
  if (!division) throw new Error(`The office ${row.id} lies in a division that is not listed`);
  return {
    id: row.id,
    place: `${row.division_code} ${row.registry_key}`,
    name: row.name,
    level: row.level,
    division,
    parentId: row.parent_id,
    address: row.address,
    phone: row.phone,
    source: row.source,
  };
}

/** PostgreSQL answers anything else with a fault of its own instead of "not found". */
function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

function splitPlace(place: string): [code: string, key: string] {
  const at = place.indexOf(' ');
  return at < 0 ? [place, ''] : [place.slice(0, at), place.slice(at + 1)];
}

/** The words of a search; empty when there is none, null when nothing can be named like that. */
function wordsOf(search: string | null | undefined): readonly string[] | null {
  const text = (search ?? '').normalize('NFKC').trim();
  const words = text === '' ? [] : text.split(/\s+/);
  return text.length > MAX_SEARCH || words.length > MAX_WORDS ? null : words;
}

/** The divisions that a word may mean; one character (区) would mean thousands and is left to the names of the bodies. */
function placesNamed(word: string, on: string): readonly string[] {
  const place = word.replace(/红十字会$/, '');
  return place.length < 2 ? [] : divisionsNamedLike(place, on).map(({ code }) => code);
}

function codesWithin(code: string, on: string): readonly string[] {
  const division = findDivision(code);
  return division ? currentSuccessors(division, on).flatMap(divisionsWithin).map((within) => within.code) : [];
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
