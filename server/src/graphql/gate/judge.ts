import { GraphQLError, Kind, Lexer, parse, Source, TokenKind, type FragmentDefinitionNode, type GraphQLSchema } from 'graphql';
import { documentLimits, type DocumentLimit } from './document-limits.ts';
import { FragmentCycle, measureFor, type GivenVariables, type Measured } from './measure.ts';

/** Why a document is refused: which limit it breaks, what is allowed and what it asks for. */
export interface Breach {
  readonly limit: DocumentLimit;
  readonly allowed: number;
  readonly requested: number;
}

/** In the order in which a breach is told: the plainest reason first. */
const measuredLimits: readonly (keyof Measured)[] = ['depth', 'fields', 'aliases', 'directives', 'rootFields', 'sensitiveFields', 'sensitiveAliases', 'nodes', 'values', 'introspectionDepth', 'introspectionNodes'];

/** Judges a document; `null` variables stand for the worst that could be sent with it. */
export type Judge = (text: string, variables: GivenVariables) => Breach | null;

/**
 * Makes the judge of one schema. It tells the first limit that a document breaks, or null. A document that is not GraphQL
 * passes when it is short: parsing it again costs little, and whoever validates has the better words for it.
 */
export function judgeFor(schema: GraphQLSchema, limits: Readonly<Record<DocumentLimit, number>> = documentLimits): Judge {
  const measure = measureFor(schema);
  const breach = (limit: DocumentLimit, requested: number): Breach => ({ limit, allowed: limits[limit], requested });
  return (text, variables) => {
    if (text.length > limits.characters) return breach('characters', text.length);
    try {
      const tokens = tokensIn(text);
      if (tokens > limits.tokens) return breach('tokens', tokens);
      const { definitions } = parse(text, { noLocation: true });
      if (definitions.length > limits.definitions) return breach('definitions', definitions.length);
      const fragments = new Map(definitions.flatMap((definition): [string, FragmentDefinitionNode][] => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [])));
      for (const operation of definitions) {
        if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
        const measured = measure(operation, fragments, variables);
        for (const limit of measuredLimits) if (measured[limit] > limits[limit]) return breach(limit, measured[limit]);
      }
      return null;
    } catch (error) {
      if (error instanceof FragmentCycle) return breach('fragmentCycles', 1);
      if (error instanceof GraphQLError) return null;
      throw error;
    }
  };
}

/** How many tokens a text has; counted before parsing, because a parser goes as deep as the text. */
function tokensIn(text: string): number {
  const lexer = new Lexer(new Source(text));
  let count = 0;
  while (lexer.advance().kind !== TokenKind.EOF) count += 1;
  return count;
}
