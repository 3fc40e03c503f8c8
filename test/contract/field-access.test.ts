import { defaultFieldResolver, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString, isObjectType, type GraphQLResolveInfo } from 'graphql';
import { describe, expect, it, test } from 'vitest';
import { accessRules, refusalFields } from '../../server/src/graphql/access-rules.ts';
import { askers, type Asker } from '../../server/src/graphql/askers.ts';
import type { Context } from '../../server/src/graphql/context.ts';
import { guardFields } from '../../server/src/graphql/field-guard.ts';
import { buildApiSchema } from '../../server/src/graphql/schema.ts';
import type { Actor } from '../../server/src/identity/actor.ts';
import { StaffRole } from '../../server/src/staff/staff-role.ts';

const schema = buildApiSchema();

/** Every field of every object type, from the schema itself; what a refusal says by its interface is anybody's who was refused. */
const fields = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .filter(({ name }) => !name.startsWith('__'))
  .flatMap((type) => {
    const isRefusal = type.getInterfaces().some(({ name }) => name === 'Refusal');
    return Object.values(type.getFields())
      .filter(({ name }) => !(isRefusal && refusalFields.has(name)))
      .map((field) => ({ name: `${type.name}.${field.name}`, field }));
  });

/** Somebody of each kind, as far as rules about fields look. */
const actorOf = (asker: Asker): Actor => (Object.hasOwn(StaffRole, asker) ? { kind: 'STAFF', role: asker } : { kind: asker, sessionEnded: false }) as unknown as Actor;
const anonymousOnceSignedIn = { kind: 'ANONYMOUS', sessionEnded: true } as const;

/** What an object says when a resolver looks at it: the guard was passed. */
class Looked extends Error {}
const watched = new Proxy(class {}, { get: (_target, key) => (key === 'then' ? undefined : raise(new Looked())), apply: () => raise(new Looked()) });
function raise(error: Error): never {
  throw error;
}

/** Asks one field for one actor with a parent and a context that notice the first look. @returns what came of it. */
async function ask(resolve: GraphQLObjectType['getFields'] extends () => Record<string, infer Field> ? Field : never, actor: Actor): Promise<string> {
  const context = new Proxy({ access: { actor } } as unknown as Context, { get: (target, key) => (key === 'access' ? target.access : raise(new Looked())) });
  const info = { fieldName: resolve.name } as GraphQLResolveInfo;
  try {
    await (resolve.resolve ?? defaultFieldResolver)(watched, {}, context, info);
    return 'PASSED';
  } catch (error) {
    const name = (error as Error).name;
    return name === 'AccessDenied' ? ((error as { sessionEnded?: boolean }).sessionEnded ? 'SESSION_ENDED' : 'UNAUTHENTICATED') : name === 'Forbidden' ? 'FORBIDDEN' : 'PASSED';
  }
}

describe('the table of rules', () => {
  it('has a rule for every field of the schema, and none for what does not exist', () => {
    expect([...accessRules.keys()].sort()).toEqual(fields.map(({ name }) => name).sort());
  });

  it('names each field once', () => {
    expect(accessRules.size).toBe(fields.length);
  });

  it('lets nobody who is not signed in read a field of a person, of a decision or of staff', () => {
    const ofPeople = /^(Viewer|Citizen|Session|Ability|Donor\w*|Decision\w*|Disavowal\w*|QueuedWithdrawal|EmergencyContact|ItemChoice|ConsentRecord|NationalSync|Staff(Viewer|Session)|Hospital|LookUp\w*|EvidenceIssue|PersonalData|Processing\w*|AfterDeath\w*|Data(Recipient|Request)\w*)\./;
    const sensitive = fields.filter(({ name }) => ofPeople.test(name) && !name.startsWith('DonationPolicy'));
    expect(sensitive.length).toBeGreaterThan(50);
    expect(sensitive.filter(({ name }) => accessRules.get(name)?.has('ANONYMOUS')).map(({ name }) => name)).toEqual([]);
  });
});

describe.each(fields)('$name', ({ name, field }) => {
  it('is answered for whom its rule admits, and refused to everybody else before anything is looked at', async () => {
    const rule = accessRules.get(name);
    for (const asker of askers) {
      const refused = asker === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
      expect(await ask(field, actorOf(asker)), asker).toBe(rule?.has(asker) ? 'PASSED' : refused);
    }
    expect(await ask(field, anonymousOnceSignedIn)).toBe(rule?.has('ANONYMOUS') ? 'PASSED' : 'SESSION_ENDED');
  });
});

test('a field that stands in no table is nobody’s', async () => {
  const query = new GraphQLObjectType({ name: 'Query', fields: { forgotten: { type: new GraphQLNonNull(GraphQLString), resolve: () => 'a secret' } } });
  guardFields(new GraphQLSchema({ query }));
  const { forgotten } = query.getFields();
  if (!forgotten) throw new Error('The field is gone');
  for (const asker of askers) expect(await ask(forgotten, actorOf(asker))).toBe(asker === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
});
