import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, Kind, OperationTypeNode, parse, type DocumentNode, type ExecutionResult, type FormattedExecutionResult, type GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { askerOf, type Asker } from './askers.ts';
import type { Context } from './context.ts';
import type { Manifest } from './documents.ts';
import { isHeld } from './held-answers.ts';
import { admittedToAll, asksFor, isPublic } from './judged-document.ts';
import { maskError } from './masking.ts';
import { scopeOfRequest } from './request-scope.ts';

/** A trusted document that can be run: its one operation, as a function. */
export interface CompiledDocument {
  /** The name of its operation. */
  readonly name: string;
  /** Whether its answer is held until a moment that tells nothing (`held-answers.ts`). */
  readonly isHeld: boolean;
  /** Whether it shows a caller their own record, so that this can be read together with their session. */
  readonly showsRecord: boolean;
  /** Whether its answer is everybody's. */
  readonly isPublic: boolean;
  /** Asks the table of who may ask at each field. */
  readonly query: CompiledQuery['query'];
  /** Asks it nowhere: for those who are admitted to every field there is. Null for commands, of which one may change who is asking. */
  readonly unguarded: { readonly query: CompiledQuery['query']; readonly admitted: ReadonlySet<Asker> } | null;
}

/** The schema, as it asks at each field who may ask, and as it does not. */
export interface Schemas {
  readonly guarded: GraphQLSchema;
  readonly unguarded: GraphQLSchema;
}

/**
 * Writes each trusted document as a function when it is first asked for: walking the document anew for every request costs more than all
 * that its fields do. Only documents of the manifest are compiled, known by the hash of their text, so nobody can make the server write
 * functions, and their number is that of the manifest.
 */
export class CompiledDocuments {
  readonly #schemas: Schemas;
  readonly #manifest: Manifest;
  readonly #compiled = new Map<string, CompiledDocument>();

  constructor(schemas: Schemas, manifest: Manifest) {
    this.#schemas = schemas;
    this.#manifest = manifest;
  }

  /** The document of an id of the manifest, `sha256:<hex>`; undefined where there is none. */
  get(id: string): CompiledDocument | undefined {
    const known = this.#compiled.get(id);
    if (known) return known;
    const text = this.#manifest.get(id);
    if (text === undefined) return undefined;
    const document = parse(text);
    const { guarded, unguarded } = this.#schemas;
    const { name, isQuery } = operationOf(document);
    const made = {
      ...{ name, isHeld: isHeld(text), query: compileDocument(guarded, document, name).query },
      isPublic: isQuery && isPublic(guarded, document),
      showsRecord: isQuery && asksFor(guarded, document, 'Viewer', ['state', 'donor', 'abilities']),
      unguarded: isQuery ? { query: compileDocument(unguarded, document, name).query, admitted: admittedToAll(guarded, document) } : null,
    };
    this.#compiled.set(id, made);
    return made;
  }
}

function operationOf({ definitions }: DocumentNode): { readonly name: string; readonly isQuery: boolean } {
  const [operation, ...more] = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION || !operation.name || more.length > 0) throw new Error('A trusted document has not one operation with a name');
  return { name: operation.name.value, isQuery: operation.operation === OperationTypeNode.QUERY };
}

/**
 * Has Apollo answer trusted documents by their functions. Variables that do not fit are left to the usual execution, which says what is
 * wrong in the usual words: no field has run.
 */
export function compiledExecution(documents: CompiledDocuments): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        responseForOperation: async ({ queryHash, operationName, request, contextValue }) => {
          // No such operation: the usual execution says so.
          const compiled = operationName === null ? undefined : documents.get(`sha256:${queryHash}`);
          const result = compiled && (await runCompiled(compiled, contextValue, request.variables));
          return result ? { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult: result } } : null;
        },
      };
    },
  };
}

/** What a document answers, with errors as they may leave; null where the usual execution is to say what is wrong with the variables. */
export async function runCompiled({ query: guarded, unguarded }: CompiledDocument, context: Context, variables: unknown): Promise<FormattedExecutionResult | null> {
  // More than any page of ours sends: the usual execution stops at the fiftieth fault.
  if (!isModest(variables)) return null;
  const query = unguarded?.admitted.has(askerOf(context.actor)) ? unguarded.query : guarded;
  const result = await query(undefined, context, variables as Record<string, unknown> | undefined);
  return result.data === undefined ? null : masked(result);
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
