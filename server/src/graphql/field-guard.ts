import { defaultFieldResolver, isObjectType, type GraphQLFieldResolver, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { Actor } from '../identity/actor.ts';
import { accessRules, refusalFields } from './access-rules.ts';
import { askerOf, askers, type AccessRule } from './askers.ts';
import type { Context } from './context.ts';
import { AccessDenied, Forbidden } from './refusals.ts';

type Resolver = GraphQLFieldResolver<unknown, Context>;

/** Nobody: the rule of a field that stands in no table. */
const nobody: AccessRule = new Set();

/**
 * Puts the table of `access-rules.ts` before every field: a resolver runs only for whom it admits. Fields that are everybody's
 * stay as they were, so a public answer costs nothing more; another costs one look into a set.
 */
export function guardFields(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const rule = ruleOf(type, field.name);
      if (rule !== 'OPEN') field.resolve = guarded(rule, (field.resolve ?? defaultFieldResolver) as Resolver);
    }
  }
  return schema;
}

/** The rule of one field; `OPEN` when it admits everybody, nobody's when there is none. */
export function ruleOf(type: GraphQLObjectType, field: string): AccessRule | 'OPEN' {
  const isOfRefusal = refusalFields.has(field) && type.getInterfaces().some(({ name }) => name === 'Refusal');
  const rule = accessRules.get(`${type.name}.${field}`) ?? nobody;
  return isOfRefusal || rule.size === askers.length ? 'OPEN' : rule;
}

function guarded(rule: AccessRule, resolve: Resolver): Resolver {
  return (root, args, context, info) => {
    admit(rule, context.access.actor);
    return resolve(root, args, context, info);
  };
}

/** @throws AccessDenied when nobody is signed in, Forbidden when somebody is who may not ask. */
function admit(rule: AccessRule, actor: Actor): void {
  if (rule.has(askerOf(actor))) return;
  throw actor.kind === 'ANONYMOUS' ? new AccessDenied(actor.sessionEnded) : new Forbidden();
}
