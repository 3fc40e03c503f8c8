import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import type { Context } from './context.ts';

type Storage = ReturnType<typeof getMetadataStorage>;
type FieldResolverMetadata = Storage['fieldResolvers'][number];
type Method = (...values: readonly unknown[]) => unknown;

/**
 * Has fields that are a property of their object be read as one: TypeGraphQL otherwise puts a function before each, which a compiled document
 * must call, with a description of the field, for every value of an answer.
 */
export function readPropertiesDirectly(): void {
  for (const field of getMetadataStorage().fields) {
    if (field.name === field.schemaName && (field.middlewares ?? []).length === 0) field.simple ??= true;
  }
}

/**
 * Has field resolvers that ask for nothing but the object and the context be called with these two: what TypeGraphQL does before each call
 * (sorting parameters, finding the class, looking for middlewares, of which we have none) is done once, here.
 */
export function bindDirectly(schema: GraphQLSchema): GraphQLSchema {
  const { fieldResolvers, objectTypes } = getMetadataStorage();
  const instances = new Map<unknown, Readonly<Record<string, Method>>>();
  for (const metadata of fieldResolvers) {
    const bind = metadata.kind === 'external' ? parametersOf(metadata) : null;
    const owner = metadata.getObjectType?.();
    const type = schema.getType(objectTypes.find(({ target }) => target === owner)?.name ?? '');
    const field = isObjectType(type) ? type.getFields()[metadata.schemaName] : undefined;
    if (!bind || !field) continue;
    const instance = instances.get(metadata.target) ?? (new (metadata.target as new () => Readonly<Record<string, Method>>)());
    instances.set(metadata.target, instance);
    field.resolve = bind(instance[metadata.methodName]?.bind(instance) as Method);
  }
  return schema;
}

/** How to call a method with the values that it asks for; null where it asks for more than the object and the context. */
function parametersOf({ params = [], middlewares = [] }: FieldResolverMetadata): ((method: Method) => GraphQLFieldResolver<unknown, Context>) | null {
  const kinds = params.toSorted((one, other) => one.index - other.index).map((param) => ((param.kind === 'context' || (param.kind === 'root' && !param.getType)) && param.propertyName === undefined ? param.kind : 'other'));
  if (middlewares.length > 0) return null;
  switch (kinds.join(' ')) {
    case 'root':
      return (method) => (root) => method(root);
    case 'context':
      return (method) => (_root, _args, context) => method(context);
    case 'root context':
      return (method) => (root, _args, context) => method(root, context);
    default:
      return null;
  }
}
