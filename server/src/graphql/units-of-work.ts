import type { GraphQLFieldResolver, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { recordAudit, type AuditSubject } from '../audit/record-audit.ts';
import { flushAtOnce } from '../database/at-once.ts';
import { isLostRace } from '../database/lost-race.ts';
import { readFromPrimary } from '../database/replicas.ts';
import type { Actor } from '../identity/actor.ts';
import { assertOpenTo } from '../partners/partner.policy.ts';
import { accountOf } from '../staff/staff.policy.ts';
import { followed, isTracing, noteRefusal, within } from '../telemetry/traces.ts';
import type { Context } from './context.ts';
import { Refused } from './refusals.ts';
import { assertWellFormed } from './well-formed.ts';

type Resolver = GraphQLFieldResolver<unknown, Context>;
type Command = (own: Context) => unknown;

/** How often a command is run again after it lost a race; the second run normally sees what the winner wrote. */
const ATTEMPTS = 4;

/**
 * Wraps every root field once, when the schema is built: partners meet their scopes, text that cannot be kept is refused, and
 * each mutation becomes one unit of work. Commands only decide and change; they never open, flush, commit or translate.
 */
export function wrapRootFields(schema: GraphQLSchema): GraphQLSchema {
  wrapFields(schema.getQueryType(), (resolve) => (root, args, context, info) => {
    assertOpenTo(context.actor, `Query.${info.fieldName}`);
    assertWellFormed(args);
    return resolve(root, args, context, info);
  });
  wrapFields(schema.getMutationType(), (resolve) => (root, args, context, info) => {
    assertOpenTo(context.actor, `Mutation.${info.fieldName}`);
    assertWellFormed(args);
    readFromPrimary(context.em);
    const command: Command = (own) => resolve(root, args, own, info);
    return isTracing() ? within('unit of work', info.fieldName, () => unitOfWork(context, info.fieldName, command)) : unitOfWork(context, info.fieldName, command);
  });
  return schema;
}

/**
 * One identity map, one flush, one audit entry; a refusal leaves nothing behind. A command that loses a race
 * (`isLostRace`) is run again from the start: it then finds what the winner wrote and refuses, or repeats the
 * winner's answer, by its ordinary rules. Nothing of PostgreSQL's error text can reach the caller this way.
 */
async function unitOfWork(context: Context, operation: string, command: Command): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const em = context.em.fork({ clear: true });
    try {
      const result = await command({ ...context, em });
      recordAudit(em, {
        // Whoever has just signed in as staff is named by their account, not as the stranger who asked.
        ...auditedActor(accountOf(context.access.actor) ?? context.actor),
        operation,
        requestId: context.requestId,
        at: context.now(),
        outcome: null,
      });
      await followed('commit', operation, flushAtOnce(em));
      return result;
    } catch (error) {
      if (error instanceof Refused) {
        context.metrics.refusal(operation, codeOf(error.refusal));
        noteRefusal();
        return error.refusal;
      }
      if (!isLostRace(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

/** The code of a refusal; what is wrong with an input is counted as one. */
function codeOf(refusal: object): string {
  return 'code' in refusal ? String(refusal.code) : 'INVALID_INPUT';
}

/** A failure that the audit must tell of although the command is refused. */
export interface Failure {
  readonly operation: string;
  /** The code of what went wrong. */
  readonly outcome: string;
  /** The account it was tried with, when that is known and nobody is signed in yet. */
  readonly accountId: string | null;
}

/**
 * Records a failure in a small unit of work of its own, kept at once: a refusal otherwise leaves nothing behind. Call it before
 * the command changes anything.
 */
export async function recordFailure(context: Context, { operation, outcome, accountId }: Failure): Promise<void> {
  const em = context.em.fork({ clear: true });
  const subject = auditedActor(context.actor);
  recordAudit(em, { ...subject, actorId: subject.actorId ?? accountId, operation, outcome, requestId: context.requestId, at: context.now() });
  await flushAtOnce(em);
}

/** Whose deed it is, as the audit names them. */
function auditedActor(actor: Actor): Pick<AuditSubject, 'actorKind' | 'actorId' | 'sessionId'> {
  if (actor.kind === 'ANONYMOUS') return { actorKind: actor.kind, actorId: null, sessionId: null };
  if ('partner' in actor) return { actorKind: actor.kind, actorId: actor.partner.id, sessionId: null };
  return { actorKind: actor.kind, actorId: actor.kind === 'CITIZEN' ? null : actor.account.id, sessionId: actor.session.id };
}

function wrapFields(type: GraphQLObjectType | null | undefined, wrap: (resolve: Resolver) => Resolver): void {
  for (const field of Object.values(type?.getFields() ?? {})) {
    if (field.resolve) field.resolve = wrap(field.resolve);
  }
}
