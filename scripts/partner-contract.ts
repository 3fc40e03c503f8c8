import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { diff, type Change, CriticalityLevel } from '@graphql-inspector/core';
import { MapperKind, mapSchema, pruneSchema } from '@graphql-tools/utils';
import { type GraphQLNamedType, type GraphQLObjectType, type GraphQLSchema, buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType, isScalarType, isSpecifiedScalarType, isUnionType, lexicographicSortSchema, printSchema } from 'graphql';
import { accessRules, refusalFields } from '../server/src/graphql/access-rules.ts';
import { shanghaiDayOf } from '../server/src/identity/calendar.ts';
import { PartnerKind } from '../server/src/partners/partner.entity.ts';
import { openToPartners } from '../server/src/partners/partner.policy.ts';

/** A field, value or type that partners were told will go. */
export interface Deprecation {
  /** As the inspector names it: `Organisation.phone`. */
  readonly coordinate: string;
  /** When partners were told (YYYY-MM-DD). */
  readonly announcedOn: string;
  /** From when on it may be gone (YYYY-MM-DD). */
  readonly goesOn: string;
  /** What to use in its place. */
  readonly instead: string;
}

/** The partners' part as it was last released. */
export const releasedSdl = (root: string): string => readFileSync(resolve(root, 'schema/released/partners.graphql'), 'utf8');

/** What partners were told will go. */
export const announcedDeprecations = (root: string): readonly Deprecation[] => JSON.parse(readFileSync(resolve(root, 'schema/released/deprecations.json'), 'utf8')) as Deprecation[];

/** The calendar day in China, YYYY-MM-DD. */
export const todayInChina = (): string => shanghaiDayOf(new Date());

/** How long partners have, in days: half a year, as long as a release train of a hospital takes. */
export const NOTICE_DAYS = 180;

const DAY = 86_400_000;

/** The part of the contract that some partner can reach: root fields with a scope, and of each type the fields that partners may ask for. */
export function partnerSchema(schema: GraphQLSchema): GraphQLSchema {
  const kinds = Object.values(PartnerKind);
  const roots = new Set([schema.getQueryType()?.name, schema.getMutationType()?.name]);
  const isOpen = (type: string, field: string): boolean =>
    roots.has(type) ? Object.hasOwn(openToPartners, `${type}.${field}`) : kinds.some((kind) => accessRules.get(`${type}.${field}`)?.has(kind)) || (isRefusal(schema, type) && refusalFields.has(field));
  const reachable = mapSchema(schema, { [MapperKind.OBJECT_FIELD]: (config, field, type) => (isOpen(type, field) ? config : null) });
  return lexicographicSortSchema(pruneSchema(reachable));
}

function isRefusal(schema: GraphQLSchema, name: string): boolean {
  const type = schema.getType(name);
  return isObjectType(type) && type.getInterfaces().some((each) => each.name === 'Refusal');
}

/** The partners' part as text. */
export function partnerSdl(schema: GraphQLSchema): string {
  return `# What partners can ask. Generated from the contract (schema.graphql) and the scopes: see docs/partners/.\n\n${printSchema(partnerSchema(schema))}\n`;
}

/**
 * What would break a partner who was let in under the released contract, each in a sentence: changes that no deprecation announced
 * early enough and whose day has not come, and deprecations that give too little notice.
 *
 * @param today YYYY-MM-DD
 */
export async function partnerFaults(released: string, now: string, deprecations: readonly Deprecation[], today: string): Promise<string[]> {
  const changes = await diff(buildSchema(released), buildSchema(now));
  const announced = new Map(deprecations.map((deprecation) => [deprecation.coordinate, deprecation]));
  const hasty = deprecations.filter(({ announcedOn, goesOn }) => Date.parse(goesOn) - Date.parse(announcedOn) < NOTICE_DAYS * DAY);
  const marked = new Set(deprecatedCoordinates(buildSchema(now)));
  return [
    ...hasty.map(({ coordinate }) => `${coordinate}: partners have ${NOTICE_DAYS} days from the announcement`),
    ...[...marked].filter((coordinate) => !announced.has(coordinate)).map((coordinate) => `${coordinate} is deprecated without a date in schema/released/deprecations.json`),
    ...changes.filter(isBreaking).filter(({ path }) => !isDue(announced.get(path ?? ''), today)).map(({ message }) => `${message} Partners rely on it: announce it in schema/released/deprecations.json first.`),
  ];
}

const isBreaking = ({ criticality }: Change): boolean => criticality.level === CriticalityLevel.Breaking;

function isDue(deprecation: Deprecation | undefined, today: string): boolean {
  return deprecation !== undefined && deprecation.goesOn <= today;
}

/** Deprecations, of anybody's fields, that do not say until when: each coordinate in a sentence. */
export function undatedDeprecations(schema: GraphQLSchema): string[] {
  return deprecated(schema).filter(({ reason }) => !/\b\d{4}-\d{2}-\d{2}\b/.test(reason)).map(({ coordinate }) => `${coordinate}: a deprecation says until when (YYYY-MM-DD)`);
}

const deprecatedCoordinates = (schema: GraphQLSchema): string[] => deprecated(schema).map(({ coordinate }) => coordinate);

function deprecated(schema: GraphQLSchema): { readonly coordinate: string; readonly reason: string }[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    membersIn(type).flatMap(({ name, deprecationReason }) => (deprecationReason ? [{ coordinate: `${type.name}.${name}`, reason: deprecationReason }] : [])),
  );
}

function membersIn(type: GraphQLNamedType): readonly { readonly name: string; readonly deprecationReason?: string | null | undefined }[] {
  if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) return Object.values<{ readonly name: string; readonly deprecationReason?: string | null | undefined }>(type.getFields());
  return isEnumType(type) ? type.getValues() : [];
}

/** What changed for partners since a release, a line each, the breaking ones first. */
export async function changesSince(released: string, now: string): Promise<string[]> {
  const changes = await diff(buildSchema(released), buildSchema(now));
  return [...changes.filter(isBreaking), ...changes.filter((change) => !isBreaking(change))].map((change) => `- ${isBreaking(change) ? '**Breaking:** ' : ''}${change.message}`);
}

/** The reference for partners: every root field with its scope, every type with its fields and what they mean. */
export function partnerReference(sdl: string): string {
  const schema = buildSchema(sdl);
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__')).toSorted((one, other) => one.name.localeCompare(other.name));
  const roots = [schema.getQueryType(), schema.getMutationType()].filter((type) => type !== undefined && type !== null);
  const rest = types.filter((type) => !isSpecifiedScalarType(type) && !roots.some(({ name }) => name === type.name));
  return [
    '# Reference for partners\n\nGenerated from [schema/partners.graphql](../../schema/partners.graphql) by `pnpm schema`; do not edit.\n',
    ...roots.map((root) => `## ${root.name}\n\n${fieldsOf(root, true)}`),
    ...rest.map((type) => `${`## ${type.name}\n\n${type.description ?? ''}\n\n${membersOf(type)}`.trimEnd()}\n`),
  ].join('\n');
}

function membersOf(type: GraphQLNamedType): string {
  if (isObjectType(type) || isInterfaceType(type)) return fieldsOf(type as GraphQLObjectType, false);
  if (isInputObjectType(type)) return table(['field', 'type', ''], Object.values(type.getFields()).map((field) => [`\`${field.name}\``, code(String(field.type)), field.description ?? '']));
  if (isEnumType(type)) return table(['value', ''], type.getValues().map(({ name, description }) => [`\`${name}\``, description ?? '']));
  if (isUnionType(type)) return `One of ${type.getTypes().map(({ name }) => `\`${name}\``).join(', ')}.\n`;
  return isScalarType(type) ? 'A scalar.\n' : '';
}

function fieldsOf(type: GraphQLObjectType, isRoot: boolean): string {
  return table(
    isRoot ? ['field', 'type', 'scope', ''] : ['field', 'type', ''],
    Object.values(type.getFields()).map((field) => {
      const args = field.args.map(({ name, type: of, description }) => `<br>\`${name}: ${String(of)}\` ${description ?? ''}`).join('');
      const scope = isRoot ? [`\`${openToPartners[`${type.name}.${field.name}`] ?? ''}\``] : [];
      return [`\`${field.name}\``, code(String(field.type)), ...scope, `${field.description ?? ''}${args}`];
    }),
  );
}

const code = (text: string): string => `\`${text}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
