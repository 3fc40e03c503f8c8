import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { naughtyStrings } from './naughty-strings.ts';
import type { Chance } from './random.ts';

/** An operation as it is sent. */
export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly kind: 'query' | 'mutation';
}

/** Values that exist in the world, so that some questions find something; by the words that a name may hold. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

const numbers = [0, 1, -1, 2, 3, 5, 20, 99, 100, 101, 1_000_000, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 53, 0.1, -0.0, 1e308, 90, 120.15, 30.25];
const odd: readonly unknown[] = [null, true, '', 7, 1.5, [], {}, [[]], { a: 1 }, 'NaN'];

/**
 * Makes operations over a schema: most are valid, some are nearly so, and many carry values that no honest client sends.
 * Fragments, variables, directives and aliases are kept below the gate's limits mostly, so that what lies behind it is met.
 */
export class RandomOperations {
  readonly #schema: GraphQLSchema;
  readonly #chance: Chance;
  readonly #known: KnownValues;
  #variables: Record<string, unknown> = {};
  #declared: string[] = [];
  #fragments: string[] = [];

  constructor(schema: GraphQLSchema, chance: Chance, known: KnownValues) {
    this.#schema = schema;
    this.#chance = chance;
    this.#known = known;
  }

  next(): RandomOperation {
    this.#variables = {};
    this.#declared = [];
    this.#fragments = [];
    const kind = this.#chance.percent(70) ? 'query' : 'mutation';
    const root = (kind === 'query' ? this.#schema.getQueryType() : this.#schema.getMutationType()) as GraphQLObjectType;
    const fields = this.#chance.some(Object.values(root.getFields()), kind === 'query' ? 3 : 1).map((field) => this.#field(field, 0));
    if (kind === 'query' && this.#chance.percent(3)) fields.push(this.#chance.of(['__typename', '__schema { types { name kind } }', '__type(name: "Donor") { fields { name } }']));
    const declared = this.#declared.length > 0 ? `(${this.#declared.join(', ')})` : '';
    const query = [`${kind} Random${declared} { ${fields.join(' ')} }`, ...this.#fragments].join('\n');
    return { query: this.#chance.percent(15) ? this.#damaged(query) : query, variables: this.#chance.percent(3) ? (this.#chance.of(odd) as Record<string, unknown>) : this.#variables, kind };
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const given = field.args.filter((argument) => (isNonNullType(argument.type) && argument.defaultValue === undefined) || this.#chance.percent(50)).filter(() => this.#chance.percent(98));
    const args = given.length > 0 ? `(${given.map((argument) => `${argument.name}: ${this.#argument(argument)}`).join(', ')})` : '';
    const alias = this.#chance.percent(3) ? `a${this.#chance.below(100)}: ` : '';
    const directive = this.#chance.percent(2) ? ` @${this.#chance.of(['include', 'skip'])}(if: ${this.#chance.of(['true', 'false'])})` : '';
    const type = getNamedType(field.type);
    return `${alias}${field.name}${args}${directive}${'getFields' in type || isAbstractType(type) ? ` { ${this.#selections(type, depth + 1)} }` : ''}`;
  }

  #selections(type: GraphQLNamedType, depth: number): string {
    const parts: string[] = [];
    if (isAbstractType(type)) {
      parts.push('__typename', ...this.#chance.some(this.#schema.getPossibleTypes(type), 4).map((each) => `... on ${each.name} { ${this.#selections(each, depth)} }`));
    }
    if (isObjectType(type) || isInterfaceType(type)) {
      const fields = Object.values(type.getFields());
      const shallow = fields.filter((field) => !('getFields' in getNamedType(field.type)) && !isAbstractType(getNamedType(field.type)));
      const choices = depth > 5 && shallow.length > 0 ? shallow : fields;
      if (depth < 9) parts.push(...this.#chance.some(choices, 5).map((field) => this.#field(field, depth)));
      if (this.#chance.percent(5) && parts.length > 0) {
        const name = `Part${this.#fragments.length}`;
        this.#fragments.push(`fragment ${name} on ${type.name} { ${parts.join(' ')} }`);
        return `...${name}`;
      }
    }
    return parts.length > 0 ? parts.join(' ') : '__typename';
  }

  /** Half of all arguments travel as variables, where any JSON can be sent. */
  #argument({ name, type }: GraphQLArgument): string {
    const value = this.#value(name, type);
    if (this.#chance.percent(50)) return this.#literal(value, type);
    const variable = `${name}${this.#declared.length}`;
    this.#declared.push(`$${variable}: ${String(type)}`);
    this.#variables[variable] = this.#chance.percent(4) ? this.#chance.of(odd) : value;
    return `$${variable}`;
  }

  #value(name: string, type: GraphQLInputType): unknown {
    if (!isNonNullType(type) && this.#chance.percent(15)) return null;
    const plain = getNullableType(type);
    if (isListType(plain)) return Array.from({ length: this.#chance.below(14) }, () => this.#value(name, plain.ofType as GraphQLInputType));
    if (isEnumType(plain)) return this.#chance.percent(97) ? this.#chance.of(plain.getValues()).name : 'NO_SUCH_VALUE';
    if (isInputObjectType(plain)) {
      const fields = Object.values(plain.getFields()).filter((field) => isNonNullType(field.type) || this.#chance.percent(60));
      return Object.fromEntries(fields.map((field) => [field.name, this.#value(field.name, field.type)]));
    }
    if (plain.name === 'Boolean') return this.#chance.percent(50);
    if (plain.name === 'Int') return this.#chance.percent(60) ? 1 + this.#chance.below(20) : Math.trunc(this.#chance.of(numbers));
    if (plain.name === 'Float') return this.#chance.of(numbers);
    if (plain.name === 'Date') return this.#chance.of(['2026-11-23', '1995-01-01', '0000-01-01', '9999-12-31', '2026-02-30', '+10000-01-01', '']);
    return this.#text(name);
  }

  #text(name: string): string {
    const found = Object.entries(this.#known).find(([word]) => name.toLowerCase().includes(word));
    if (found && this.#chance.percent(60)) return this.#chance.of(found[1]);
    return this.#chance.percent(3) ? this.#chance.of(['长', 'x', '%', '\u0301']).repeat(1 + this.#chance.below(3_000)) : this.#chance.of(naughtyStrings);
  }

  /** A value as a literal of the language; enums lose their quotes. */
  #literal(value: unknown, type: GraphQLInputType): string {
    const plain = getNullableType(type);
    if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
    if (Array.isArray(value) && isListType(plain)) return `[${value.map((each) => this.#literal(each, plain.ofType as GraphQLInputType)).join(', ')}]`;
    if (isEnumType(plain)) return String(value);
    if (isInputObjectType(plain)) {
      const fields = plain.getFields();
      return `{ ${Object.entries(value as object).flatMap(([name, each]) => (fields[name] ? `${name}: ${this.#literal(each, fields[name].type)}` : [])).join(', ')} }`;
    }
    return JSON.stringify(value);
  }

  /** One small fault somewhere. */
  #damaged(query: string): string {
    const at = this.#chance.below(query.length);
    const insert = this.#chance.of(['{', '}', '(', '"', '"""', '$', '@', '...', '!', '\u0000', '\uD800', '#', '💥', ' on ', ': ', '[', '-', '\\']);
    return this.#chance.of([
      () => query.slice(0, at) + query.slice(at + 1),
      () => query.slice(0, at) + insert + query.slice(at),
      () => query.slice(0, at),
      () => query.replace(/\b[a-z]\w+/, (word) => `${word}X`),
      () => query + query,
      () => query.replace('query Random', 'subscription Random'),
    ])();
  }
}
