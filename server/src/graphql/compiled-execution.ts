import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type DocumentNode, type ExecutionResult, type FormattedExecutionResult, type GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import type { Context } from './context.ts';
import type { Manifest } from './documents.ts';
import { maskError } from './masking.ts';
import { scopeOfRequest } from './request-scope.ts';

/**
 * Runs each trusted document as a function that is written for it when it is first asked for: walking the document anew for every request
 * costs more than all that its fields do. Only documents of the manifest are compiled, known by the hash of their text, so nobody can make
 * the server write functions, and their number is that of the manifest. Variables that do not fit are left to the usual execution, which
 * says what is wrong in the usual words: no field has run.
 */
export function compiledExecution(schema: GraphQLSchema, manifest: Manifest): ApolloServerPlugin<Context> {
  const compiled = new Map<string, CompiledQuery>();
  const functionOf = (queryHash: string | undefined, document: DocumentNode, operationName: string | null): CompiledQuery | null => {
    if (queryHash === undefined || !manifest.has(`sha256:${queryHash}`)) return null;
    const known = compiled.get(queryHash) ?? compileDocument(schema, document, operationName);
    compiled.set(queryHash, known);
    return known;
  };
  return {
    async requestDidStart() {
      return {
        responseForOperation: async ({ queryHash, document, operationName, request, contextValue }) => {
          // No such operation, or more than any page of ours sends: the usual execution says so, and stops at the fiftieth fault.
          if (operationName === null || !isModest(request.variables)) return null;
          const run = functionOf(queryHash, document, operationName);
          const result = await run?.query(undefined, contextValue, request.variables);
          if (!result || result.data === undefined) return null;
          return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult: masked(result) } };
        },
      };
    },
  };
}

/** How many values the variables of a request may hold to be read by a compiled function, which notes every fault in them with its stack. */
const MOST_VALUES = 500;

/** Whether variables hold at most so many values that a compiled function may read them; counted no further than needed. */
export function isModest(variables: unknown): boolean {
  const waiting: unknown[] = [variables];
  for (let seen = 0; waiting.length > 0; seen += 1) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    const inside: unknown[] = Object.values(value);
    if (seen + waiting.length + inside.length > MOST_VALUES) return false;
    waiting.push(...inside);
  }
  return true;
}

/**
 * Writes the function of a document with one operation.
 * @throws Error when it cannot be written; `compiled-execution.test.ts` writes that of every document of ours.
 */
export function compileDocument(schema: GraphQLSchema, document: DocumentNode, operationName: string | null): CompiledQuery {
  const made = compileQuery(schema, document, operationName ?? '');
  if (!isCompiledQuery(made)) throw new Error('A trusted document cannot be compiled');
  return made;
}

/** What may leave: data, and errors as `formatError` masks them, which Apollo does not call for an answer that a plugin gives. */
function masked({ data = null, errors = [] }: ExecutionResult<Record<string, unknown>>): FormattedExecutionResult<Record<string, unknown>> {
  if (errors.length === 0) return { data };
  return {
    data,
    errors: errors.map(({ message, path = [], locations = [], originalError, extensions }) => {
      // The compiler's errors are of a kind of its own; masking looks for what a resolver threw behind one of graphql-js.
      const error = new GraphQLError(message, { path, originalError: originalError ?? null });
      return maskError({ message, locations, path, extensions: { code: 'INTERNAL_SERVER_ERROR', ...extensions } }, error, scopeOfRequest());
    }),
  };
}
