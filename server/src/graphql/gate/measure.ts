import {
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { MAX_PAGE } from '../connections.ts';
import { sensitiveFields, type DocumentLimit } from './document-limits.ts';
import { assumedListSizes, introspectionListSizes, UNKNOWN_LIST_SIZE } from './list-sizes.ts';

/** What an operation asks for with all of its fragments written out, by the names of the limits. */
export type Measured = Readonly<Record<Exclude<DocumentLimit, 'characters' | 'tokens' | 'definitions' | 'fragmentCycles' | 'answerBytes'>, number>>;

/** How much can be answered; the last two for one entry of the page that is around it. */
interface Size {
  readonly nodes: number;
  readonly values: number;
  readonly entryNodes: number;
  readonly entryValues: number;
}

/** A measure that can be added to another. */
interface Sum extends Measured, Size {}

const nothing: Sum = {
  ...{ depth: 0, fields: 0, aliases: 0, directives: 0, rootFields: 0, sensitiveFields: 0, sensitiveAliases: 0, nodes: 0, values: 0 },
  ...{ introspectionDepth: 0, introspectionNodes: 0, entryNodes: 0, entryValues: 0 },
};

/** A fragment that holds itself, directly or by others. */
export class FragmentCycle extends Error {
  override readonly name = 'FragmentCycle';
}

/** What is known of the sizes that arguments set: the variables of the request, or null when they must be thought the worst. */
export type GivenVariables = Readonly<Record<string, unknown>> | null;

/** Makes a measure for one schema; what depends on the schema alone is worked out once. */
export function measureFor(schema: GraphQLSchema): (operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>, variables: GivenVariables) => Measured {
  const sizes = new Map(Object.entries({ ...assumedListSizes, ...introspectionListSizes(schema) }));
  return (operation, fragments, variables) => new Walk(schema, sizes, operation, fragments, variables).measure();
}

/** One walk over an operation. Each fragment is measured once, however often it is spread, so the work is the text's length. */
class Walk {
  readonly #schema: GraphQLSchema;
  readonly #sizes: ReadonlyMap<string, number>;
  readonly #operation: OperationDefinitionNode;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: GivenVariables;
  /** Null while the fragment is being measured. */
  readonly #known = new Map<string, Sum | null>();

  constructor(schema: GraphQLSchema, sizes: ReadonlyMap<string, number>, operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>, variables: GivenVariables) {
    this.#schema = schema;
    this.#sizes = sizes;
    this.#operation = operation;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  /** @throws FragmentCycle */
  measure(): Measured {
    const { selectionSet, operation, directives, variableDefinitions } = this.#operation;
    const stated = [...(directives ?? []), ...(variableDefinitions ?? []).flatMap((variable) => variable.directives ?? [])];
    return directed(this.#set(selectionSet, this.#schema.getRootType(operation) ?? undefined), stated);
  }

  #set({ selections }: SelectionSetNode, parent: GraphQLNamedType | undefined): Sum {
    return selections.reduce((sum, selection) => add(sum, directed(this.#selection(selection, parent), selection.directives)), nothing);
  }

  #selection(selection: SelectionNode, parent: GraphQLNamedType | undefined): Sum {
    if (selection.kind === Kind.FIELD) return this.#field(selection, parent);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#fragment(selection.name.value);
    return this.#set(selection.selectionSet, selection.typeCondition ? this.#schema.getType(selection.typeCondition.name.value) : parent);
  }

  /** A fragment names its own type, so its measure is the same wherever it is spread. */
  #fragment(name: string): Sum {
    const known = this.#known.get(name);
    if (known) return known;
    if (known === null) throw new FragmentCycle();
    const fragment = this.#fragments.get(name);
    if (!fragment) return nothing;
    this.#known.set(name, null);
    const sum = directed(this.#set(fragment.selectionSet, this.#schema.getType(fragment.typeCondition.name.value)), fragment.directives);
    this.#known.set(name, sum);
    return sum;
  }

  #field(node: FieldNode, parent: GraphQLNamedType | undefined): Sum {
    const definition = this.#definition(node.name.value, parent);
    const below = node.selectionSet ? this.#set(node.selectionSet, definition && getNamedType(definition.type)) : nothing;
    const sensitive = parent === this.#schema.getMutationType() && sensitiveFields.has(node.name.value) ? 1 : 0;
    const isMeta = definition === SchemaMetaFieldDef || definition === TypeMetaFieldDef;
    const size = this.#size(node, definition, parent, below);
    return {
      depth: isMeta ? 1 : bounded(below.depth + 1),
      introspectionDepth: isMeta ? bounded(below.depth + 1) : below.introspectionDepth,
      fields: bounded(below.fields + 1),
      aliases: bounded(below.aliases + (node.alias ? 1 : 0)),
      directives: below.directives,
      rootFields: 1,
      sensitiveFields: sensitive,
      sensitiveAliases: node.alias ? sensitive : 0,
      introspectionNodes: isMeta ? size.nodes : below.introspectionNodes,
      ...(isMeta ? { ...size, nodes: 1, values: 1 } : size),
    };
  }

  /** What a field can answer at most, itself included: per entry for a list whose page is around it, else in all. */
  #size(node: FieldNode, definition: GraphQLField<unknown, unknown> | undefined, parent: GraphQLNamedType | undefined, below: Sum): Size {
    const page = definition ? this.#page(node, definition) : null;
    const isList = definition !== undefined && isListType(getNullableType(definition.type));
    const isObject = node.selectionSet !== undefined;
    const nodes = bounded((isObject || isList ? 1 : 0) + below.nodes + below.entryNodes * (page ?? MAX_PAGE));
    const values = bounded((isObject ? 0 : 1) + below.values + below.entryValues * (page ?? MAX_PAGE));
    if (!isList) return { nodes, values, entryNodes: 0, entryValues: 0 };
    if (page === null && parent?.name.endsWith('Connection')) return { nodes: 0, values: 0, entryNodes: nodes, entryValues: values };
    const length = page ?? this.#sizes.get(`${parent?.name}.${definition.name}`) ?? UNKNOWN_LIST_SIZE;
    return { nodes: bounded(nodes * length), values: bounded(values * length), entryNodes: 0, entryValues: 0 };
  }

  #definition(name: string, parent: GraphQLNamedType | undefined): GraphQLField<unknown, unknown> | undefined {
    if (name === '__schema' && parent === this.#schema.getQueryType()) return SchemaMetaFieldDef;
    if (name === '__type' && parent === this.#schema.getQueryType()) return TypeMetaFieldDef;
    return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  }

  /** The page size that a field is asked for, or null when it has none. Above the largest page the field itself refuses. */
  #page(node: FieldNode, { args }: GraphQLField<unknown, unknown>): number | null {
    const argument = args.find(({ name }) => name === 'first' || name === 'last');
    if (!argument) return null;
    const given = node.arguments?.find(({ name }) => name.value === argument.name)?.value;
    const size = given === undefined ? argument.defaultValue : given.kind === Kind.INT ? Number(given.value) : given.kind === Kind.VARIABLE ? this.#variable(given.name.value) : null;
    return typeof size === 'number' && size >= 0 && size < MAX_PAGE ? size : MAX_PAGE;
  }

  #variable(name: string): unknown {
    if (!this.#variables) return null;
    if (Object.hasOwn(this.#variables, name)) return this.#variables[name];
    const value = this.#operation.variableDefinitions?.find(({ variable }) => variable.name.value === name)?.defaultValue;
    return value?.kind === Kind.INT ? Number(value.value) : null;
  }
}

/** Adds two measures: depths by the larger, all else by the sum. Written out, because it runs for every selection. */
function add(one: Sum, other: Sum): Sum {
  return {
    depth: Math.max(one.depth, other.depth),
    fields: bounded(one.fields + other.fields),
    aliases: bounded(one.aliases + other.aliases),
    directives: bounded(one.directives + other.directives),
    rootFields: bounded(one.rootFields + other.rootFields),
    sensitiveFields: bounded(one.sensitiveFields + other.sensitiveFields),
    sensitiveAliases: bounded(one.sensitiveAliases + other.sensitiveAliases),
    nodes: bounded(one.nodes + other.nodes),
    values: bounded(one.values + other.values),
    introspectionDepth: Math.max(one.introspectionDepth, other.introspectionDepth),
    introspectionNodes: bounded(one.introspectionNodes + other.introspectionNodes),
    entryNodes: bounded(one.entryNodes + other.entryNodes),
    entryValues: bounded(one.entryValues + other.entryValues),
  };
}

/** Counts the directives that stand on a part itself. */
function directed(sum: Sum, directives: readonly unknown[] | undefined): Sum {
  return directives && directives.length > 0 ? { ...sum, directives: bounded(sum.directives + directives.length) } : sum;
}

/** Doubling fragments soon pass every number that JSON can tell. */
function bounded(count: number): number {
  return Math.min(count, Number.MAX_SAFE_INTEGER);
}
