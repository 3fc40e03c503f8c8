import { GraphQLError } from 'graphql';
import { Field, Int, ObjectType, type ClassType } from 'type-graphql';

/** The largest page anybody may ask for. */
export const MAX_PAGE = 100;

/** Where a page stands in its list. */
@ObjectType({ description: 'Where a page stands in its list (Relay cursor connections).' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follow after this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether some come before this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'The cursor of the first entry of this page.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'The cursor of the last entry of this page: pass it as `after` to go on.' })
  endCursor!: string | null;
}

/** One page of a list. */
export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number;
}

/**
 * Declares the connection and edge types for a node type: `XConnection`, `XEdge`.
 *
 * @param countedTo up to how many entries are counted; such a connection has `isTotalExact`. Without it all are.
 */
export function connectionTypes<Node extends object>(name: string, node: () => ClassType<Node>, counted: string, countedTo?: number) {
  @ObjectType(`${name}Edge`, { description: `One ${counted} in a list, with its place.` })
  class Edge {
    @Field(() => String, { description: 'An opaque mark of this place in the list.' })
    cursor!: string;

    @Field(() => node(), { description: `The ${counted} itself.` })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `One page of a list of ${counted} records.` })
  class NodeConnection {
    @Field(() => [Edge], { description: 'The entries of this page with their cursors.' })
    edges!: Edge[];

    @Field(() => [node()], { description: 'The entries of this page without cursors.' })
    nodes!: Node[];

    @Field(() => PageInfo, { description: 'Where this page stands in the list.' })
    pageInfo!: PageInfo;

    @Field(() => Int, { description: `How many entries the whole list has${countedTo === undefined ? '' : `; ${countedTo} where there are more: nobody counts further`}.` })
    totalCount!: number;

    isTotalExact?: boolean;
  }
  if (countedTo !== undefined) Field(() => Boolean, { description: `Whether the list has just as many entries as \`totalCount\` says. False: there are more than ${countedTo}.` })(NodeConnection.prototype, 'isTotalExact');
  return { Edge, NodeConnection };
}

/** Makes an opaque cursor from the sort key of an entry. */
export function toCursor(key: string | number): string {
  return Buffer.from(`c1:${key}`).toString('base64url');
}

const NOT_OURS = 'The cursor in `after` is not one of ours';

/**
 * Reads a cursor made by `toCursor`.
 * @throws GraphQLError BAD_USER_INPUT when somebody made it up.
 */
export function fromCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!text.startsWith('c1:') || text.includes('\u0000')) throw badInput(NOT_OURS);
  return text.slice(3);
}

/**
 * Reads a cursor whose sort key is a whole number.
 * @throws GraphQLError BAD_USER_INPUT when somebody made it up, or it belongs to another list.
 */
export function numberFromCursor(cursor: string): number {
  const key = fromCursor(cursor);
  if (!/^\d{1,9}$/.test(key)) throw badInput(NOT_OURS);
  return Number(key);
}

/**
 * Checks a page size.
 * @throws GraphQLError BAD_USER_INPUT outside 1-100: an unbounded list is the cheapest way to hurt a server.
 */
export function pageSize(first: number): number {
  if (first < 1 || first > MAX_PAGE) throw badInput(`\`first\` must lie between 1 and ${MAX_PAGE}`);
  return first;
}

/** Builds a page from up to `first + 1` rows that were read after the cursor. */
export function toConnection<Node>(rows: readonly Node[], page: { first: number; after?: string | null; totalCount: number; keyOf: (node: Node) => string | number }): Connection<Node> {
  const nodes = rows.slice(0, page.first);
  const cursorOf = (node: Node) => toCursor(page.keyOf(node));
  const [first, last] = [nodes[0], nodes.at(-1)];
  return {
    // Most pages ask for nodes and the end of the page: a cursor for each is made when somebody wants it.
    get edges() {
      return nodes.map((node) => ({ cursor: cursorOf(node), node }));
    },
    nodes,
    totalCount: page.totalCount,
    pageInfo: {
      hasNextPage: rows.length > page.first,
      hasPreviousPage: Boolean(page.after),
      startCursor: first === undefined ? null : cursorOf(first),
      endCursor: last === undefined ? null : cursorOf(last),
    },
  };
}

/** A value of the wrong kind in an argument; the message names the argument, never the value. */
export function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
