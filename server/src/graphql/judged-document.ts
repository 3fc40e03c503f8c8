import { isAbstractType, isObjectType, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLNamedType, type GraphQLSchema } from 'graphql';
import { askers, type Asker } from './askers.ts';
import { ruleOf } from './field-guard.ts';

/**
 * Who may ask for every single field of a document, wherever a fragment or an abstract type may lead: whom the table of `access-rules.ts` would stop
 * nowhere in it. For them the table need not be asked again at each value. A field that nobody knows is nobody's.
 */
export function admittedToAll(schema: GraphQLSchema, document: DocumentNode): ReadonlySet<Asker> {
  const admitted = new Set(askers);
  const typeInfo = new TypeInfo(schema);
  const narrow = (type: GraphQLNamedType | null | undefined, field: string) => {
    if (isAbstractType(type)) return schema.getPossibleTypes(type).forEach((possible) => narrow(possible, field));
    const rule = isObjectType(type) && type.getFields()[field] ? ruleOf(type, field) : new Set<Asker>();
    if (rule === 'OPEN') return;
    for (const asker of askers) if (!rule.has(asker)) admitted.delete(asker);
  };
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field({ name: { value } }) {
        if (value !== '__typename') narrow(typeInfo.getParentType(), value);
      },
    }),
  );
  return admitted;
}

/** Whether a document asks for one of these fields of a type. */
export function asksFor(schema: GraphQLSchema, document: DocumentNode, type: string, fields: readonly string[]): boolean {
  const typeInfo = new TypeInfo(schema);
  let isAsked = false;
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field({ name: { value } }) {
        isAsked ||= typeInfo.getParentType()?.name === type && fields.includes(value);
      },
    }),
  );
  return isAsked;
}

/** Root fields that answer everybody alike from what everybody may know; where somebody stands (`nearbyOrganisations`) is no such question. */
export const publicFields: readonly string[] = ['divisions', 'division', 'organisations', 'organisation', 'donationPolicy', 'bodyWords', 'registrationFigures'];

/** Whether the answer of a document is the same for everybody in one language. */
export function isPublic(schema: GraphQLSchema, document: DocumentNode): boolean {
  const roots = Object.keys(schema.getQueryType()?.getFields() ?? {});
  return admittedToAll(schema, document).size === askers.length && !asksFor(schema, document, 'Mutation', Object.keys(schema.getMutationType()?.getFields() ?? {})) && !asksFor(schema, document, 'Query', roots.filter((field) => !publicFields.includes(field)));
}
