import { Kind, parse, type DocumentNode, type FragmentDefinitionNode, type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { measureFor, type GivenVariables } from './measure.ts';

/** How many points the root fields cost; docs/partners/limits.md shows this list and is checked against it. */
export const fieldPoints: Readonly<Record<string, number>> = {
  // Measures the way to every body of the directory.
  'Query.nearbyOrganisations': 5,
  // Searches names.
  'Query.organisations': 2,
};

/** What other fields cost, and how many objects of the largest possible answer make one point more. */
export const pointRules = { query: 1, mutation: 10, subscription: 1, nodesPerPoint: 100 } as const;

/** Tells what a document costs, in points: before it runs, from what it could answer at most. */
export type CostRule = (text: string, variables: GivenVariables, operationName: unknown) => number;

/**
 * Makes the cost rule of one schema. It is asked after the judge has passed a document, so what fragments hold is small.
 * A document that is not GraphQL, or does not say which operation is to run, costs one point: it is refused later.
 */
export function costFor(schema: GraphQLSchema): CostRule {
  const measure = measureFor(schema);
  return (text, variables, operationName) => {
    const document = parsed(text);
    const operation = document && operationOf(document, operationName);
    if (!document || !operation) return pointRules.query;
    const fragments = new Map(document.definitions.flatMap((definition): [string, FragmentDefinitionNode][] => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [])));
    const { nodes, introspectionNodes } = measure(operation, fragments, variables);
    const type = schema.getRootType(operation.operation)?.name ?? '';
    const usual = pointRules[operation.operation];
    const asked = rootFields(operation.selectionSet, fragments).map((field) => fieldPoints[`${type}.${field}`] ?? usual);
    return asked.reduce((sum, points) => sum + points, Math.ceil((nodes + introspectionNodes) / pointRules.nodesPerPoint));
  };
}

function parsed(text: string): DocumentNode | null {
  try {
    return parse(text, { noLocation: true });
  } catch {
    return null;
  }
}

function operationOf({ definitions }: DocumentNode, name: unknown): OperationDefinitionNode | undefined {
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return name === undefined || name === null || name === '' ? operations[0] : operations.find((operation) => operation.name?.value === name);
}

function rootFields({ selections }: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    const set = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value)?.selectionSet;
    return set ? rootFields(set, fragments) : [];
  });
}
