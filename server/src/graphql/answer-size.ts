import type { ApolloServerPlugin } from '@apollo/server';
import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  valueFromAST,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type DocumentNode,
} from 'graphql';
import { MAX_PAGE } from './connections.ts';
import type { Context } from './context.ts';

/** The most objects that one answer may hold: a hundred offices with everything about them are some three thousand. */
const MAX_OBJECTS = 5_000;

/** The most fields at the top of an operation, aliases counted: a page asks one to three. */
const MAX_ROOT_FIELDS = 10;

/** What a list without `first` is taken to hold: most of ours have two to six entries, none grows with the register. */
const USUAL_LIST = 5;

/**
 * Turns an operation away before it runs when its answer could be too large. Depth, tokens and pages alone do not protect
 * the process: a hundred offices, each with the hundred below it, each with theirs, fit into one kilobyte and no memory.
 */
export const boundedAnswers: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, document, operation, request }) {
        // Without an operation nothing runs; Apollo says why.
        if (!operation) return;
        const root = schema.getRootType(operation.operation);
        if (!root) throw tooMuch('There is nothing to subscribe to');
        const asked = new Asked(schema, document, operation, request.variables ?? {});
        if (asked.rootFields(operation.selectionSet) > MAX_ROOT_FIELDS) throw tooMuch(`An operation may have ${MAX_ROOT_FIELDS} fields at its top`);
        if (asked.objects(operation.selectionSet, root, 1) > MAX_OBJECTS) throw tooMuch(`An answer may hold ${MAX_OBJECTS} objects; ask for shorter pages or fewer levels`);
      },
    };
  },
};

/** Counts what an operation asks for, at most; each fragment once for each length of page, however often it is spread. */
class Asked {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, { readonly type: string; readonly selectionSet: SelectionSetNode }>;
  readonly #defaults: ReadonlyMap<string, unknown>;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #counted = new Map<string, number>();

  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>) {
    this.#schema = schema;
    this.#variables = variables;
    this.#fragments = new Map(
      document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, { type: each.typeCondition.name.value, selectionSet: each.selectionSet }] as const] : [])),
    );
    this.#defaults = new Map((operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) => (defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)]] : [])));
  }

  /** Fields at the top, those of fragments included. */
  rootFields(selectionSet: SelectionSetNode): number {
    return this.#sum(selectionSet, 'root', () => 1, (fragment) => this.rootFields(fragment));
  }

  /** Objects below one object of a type; `page` is the length of the connection that it is, if it is one. */
  objects(selectionSet: SelectionSetNode, type: GraphQLCompositeType, page: number): number {
    return this.#sum(
      selectionSet,
      `${type.name} ${page}`,
      (field) => this.#objectsOf(field, type, page),
      (fragment, condition) => this.objects(fragment, this.#composite(condition) ?? type, page),
    );
  }

  #objectsOf(node: FieldNode, parent: GraphQLCompositeType, page: number): number {
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    const type = field && getNamedType(field.type);
    // Introspection (`__schema`) has a rule of its own in graphql-js.
    if (!field || !node.selectionSet || !isCompositeType(type)) return 0;
    const first = this.#firstOf(field, node);
    const length = isListType(getNullableType(field.type)) ? (first ?? (isConnection(parent) ? page : USUAL_LIST)) : 1;
    return length * (1 + this.objects(node.selectionSet, type, first ?? 1));
  }

  /** The page that a field is asked for; null when it has no pages. */
  #firstOf({ args }: GraphQLField<unknown, unknown>, { arguments: given = [] }: FieldNode): number | null {
    const argument = args.find(({ name }) => name === 'first');
    if (!argument) return null;
    const value = given.find(({ name }) => name.value === 'first')?.value;
    const stated = value === undefined ? argument.defaultValue : value.kind === Kind.VARIABLE ? (this.#variables[value.name.value] ?? this.#defaults.get(value.name.value)) : valueFromAST(value, argument.type);
    // What is no length of a page is refused by the field itself; until then it counts as the longest.
    return typeof stated === 'number' && stated > 0 ? stated : MAX_PAGE;
  }

  #sum(selectionSet: SelectionSetNode, place: string, ofField: (field: FieldNode) => number, ofFragment: (fragment: SelectionSetNode, condition: string | null) => number): number {
    let total = 0;
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) total += ofField(selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) total += ofFragment(selection.selectionSet, selection.typeCondition?.name.value ?? null);
      else total += this.#once(selection.name.value, place, ofFragment);
    }
    return total;
  }

  #once(name: string, place: string, ofFragment: (fragment: SelectionSetNode, condition: string | null) => number): number {
    const key = `${name} ${place}`;
    const fragment = this.#fragments.get(name);
    const counted = this.#counted.get(key) ?? (fragment ? ofFragment(fragment.selectionSet, fragment.type) : 0);
    this.#counted.set(key, counted);
    return counted;
  }

  #composite(name: string | null): GraphQLCompositeType | null {
    const type = name === null ? null : this.#schema.getType(name);
    return isCompositeType(type) ? type : null;
  }
}

function isConnection({ name }: GraphQLCompositeType): boolean {
  return name.endsWith('Connection');
}

function tooMuch(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
}
