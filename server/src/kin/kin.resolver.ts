import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { maskDocumentNumber } from '../identity/masking.ts';
import { AnswerDataRequestSuccess, TakeDataRequestSuccess } from '../rights/data-request.types.ts';
import { fileNearKinRequest } from './file-near-kin-request.ts';
import { statementOf } from './kin-statement.queries.ts';
import {
  FileNearKinRequestInput,
  FileNearKinRequestResult,
  FileNearKinRequestSuccess,
  KinDisclosureView,
  KinStatementView,
  ProveKinshipInput,
  ProveKinshipResult,
  ProveKinshipSuccess,
} from './kin.types.ts';
import { proveKinship } from './prove-kinship.ts';

/** Requests of near relatives, from filing to the papers. */
@Resolver()
export class KinCommandResolver {
  @Mutation(() => FileNearKinRequestResult, { description: 'Files the request of a near relative about the data of a person who died.' })
  async fileNearKinRequest(@Ctx() context: Context, @Arg('input', () => FileNearKinRequestInput, { description: 'The request.' }) input: FileNearKinRequestInput) {
    return Object.assign(new FileNearKinRequestSuccess(), { request: await fileNearKinRequest(context, input) });
  }

  @Mutation(() => ProveKinshipResult, { description: 'Puts on record that the caller saw the papers of a request in person; only then is it told whether anything may be shown.' })
  async proveKinship(@Ctx() context: Context, @Arg('input', () => ProveKinshipInput, { description: 'Which papers.' }) input: ProveKinshipInput) {
    const { task, finding } = await proveKinship(context, input);
    return Object.assign(new ProveKinshipSuccess(), { task, finding });
  }
}

/** What taking a request shows of a near relative's statement. */
@Resolver(() => TakeDataRequestSuccess)
export class TakenKinRequestResolver {
  @FieldResolver(() => KinStatementView, { nullable: true, description: 'Who asks about whom; null for every other kind of request.' })
  async kinStatement(@Root() { task }: TakeDataRequestSuccess, @Ctx() { em, vault }: Context): Promise<KinStatementView | null> {
    const statement = await statementOf(em, task.id);
    const stated = statement?.stated(vault);
    if (!statement || !stated) return null;
    const { deceased, sender } = stated;
    return { tie: statement.tie, deceasedName: deceased.fullName, maskedDeceasedNumber: maskDocumentNumber('RESIDENT_ID_CARD', deceased.documentNumber, 'ORDINARY'), senderName: sender.fullName, maskedSenderNumber: maskDocumentNumber(sender.documentType, sender.documentNumber, 'ORDINARY'), senderPhone: sender.phone, provenAt: statement.provenAt ?? null };
  }
}

/** What granting a request hands over to a near relative. */
@Resolver(() => AnswerDataRequestSuccess)
export class AnsweredKinRequestResolver {
  @FieldResolver(() => KinDisclosureView, { nullable: true, description: 'What is to be handed to the relative, this once; null for every other answer.' })
  disclosure(@Root() { handedOver }: AnswerDataRequestSuccess): KinDisclosureView | null {
    return handedOver;
  }
}
