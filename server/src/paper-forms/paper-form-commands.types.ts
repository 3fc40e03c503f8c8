import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AssuranceTooLow } from '../donors/decision-refusals.types.ts';
import { ConsentInput, ItemChoiceInput } from '../donors/donor.types.ts';
import { InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { DateScalar } from '../graphql/scalars.ts';
import { IdentityDocumentType } from '../identity/identity-document.ts';
import { AnotherPersonNeeded, PaperFormBarred, PaperFormClosed, PaperFormNotCompared, StaffSignInTooOld } from './paper-form-refusals.types.ts';
import { PaperReason, type PaperForm } from './paper-form.entity.ts';
import { PaperFormType } from './paper-form.types.ts';
import { PaperReturn } from './return-paper-form.ts';

/** A file on its way in. */
@InputType({ description: 'A scan of a signed form; through the door /paper-scans.' })
export class KeepPaperScanInput {
  @Field(() => String, { description: 'The file in Base64.' })
  file!: string;
}

/** It is kept. */
@ObjectType({ description: 'The scan is kept, sealed, for the form that is typed in next; a day later it is gone.' })
export class KeepPaperScanSuccess {
  @Field(() => ID, { description: 'By which it is named.' })
  scanId!: string;

  @Field(() => String, { description: 'What kind of file it is, by its content.' })
  mediaType!: string;

  @Field(() => Int, { description: 'The number of its pages.' })
  pages!: number;

  @Field(() => String, { description: 'SHA-256 of the file, in hex.' })
  sha256!: string;
}

export const KeepPaperScanResult = createUnionType({ name: 'KeepPaperScanResult', description: 'The scan is kept, or a refusal.', types: () => [KeepPaperScanSuccess, InvalidInput, TooManyRequests] as const });

/** Which scan a second person looks at. */
@InputType({ description: 'Which scan a second person looks at.' })
export class ShowPaperScanInput {
  @Field(() => ID, { description: 'The form.' })
  formId!: string;
}

/** Which scan its owner looks at. */
@InputType({ description: 'Which scan the person themself looks at.' })
export class ShowOwnPaperScanInput {
  @Field(() => ID, { description: 'A decision of the caller.' })
  decisionId!: string;
}

/** A file on its way out. */
@ObjectType({ description: 'A scan; through the door /paper-scans.' })
export class ShowPaperScanSuccess {
  @Field(() => ID, { description: 'Which one.' })
  scanId!: string;

  @Field(() => String, { description: 'What kind of file it is.' })
  mediaType!: string;

  @Field(() => String, { description: 'The file in Base64.' })
  file!: string;
}

export const ShowPaperScanResult = createUnionType({ name: 'ShowPaperScanResult', description: 'The scan, or a refusal.', types: () => [ShowPaperScanSuccess, InvalidInput, PaperFormClosed, AnotherPersonNeeded, TooManyRequests] as const });

/** The person's own. */
@ObjectType({ description: 'The scan of the caller’s own paper; through the door /paper-scans.' })
export class ShowOwnPaperScanSuccess extends ShowPaperScanSuccess {}

export const ShowOwnPaperScanResult = createUnionType({ name: 'ShowOwnPaperScanResult', description: 'The scan, or a refusal.', types: () => [ShowOwnPaperScanSuccess, InvalidInput, TooManyRequests, AssuranceTooLow] as const });

/** A signed form, item by item. */
@InputType({ description: 'A signed paper form as it is read, item by item. Nothing is filled in, and nothing takes effect by it.' })
export class EnterPaperFormInput {
  @Field(() => ID, { description: 'Its scan.' })
  scanId!: string;

  @Field(() => IdentityDocumentType, { description: 'The kind of identity document.' })
  documentType!: IdentityDocumentType;

  @Field(() => String, { description: 'Its number.' })
  documentNumber!: string;

  @Field(() => String, { description: 'The name as on the document.' })
  fullName!: string;

  @Field(() => DateScalar, { description: 'The birthday.' })
  birthday!: string;

  @Field(() => String, { nullable: true, description: 'The county or district in which the person lives, when the paper says so.' })
  residenceCode!: string | null;

  @Field(() => [ItemChoiceInput], { description: 'Every item of the policy exactly once, as it is marked on the paper.' })
  choices!: ItemChoiceInput[];

  @Field(() => ConsentInput, { description: 'Version and hash of the declaration that is printed on the paper.' })
  words!: ConsentInput;

  @Field(() => DateScalar, { description: 'The day beside the signature.' })
  signedOn!: string;
}

/** It waits. */
@ObjectType({ description: 'It was typed and waits for a second person.' })
export class EnterPaperFormSuccess {
  @Field(() => PaperFormType, { description: 'The form.' })
  paperForm!: PaperForm;

  @Field(() => String, { description: 'What was understood, in its canonical form: hold it against the paper.' })
  readBack!: string;
}

export const EnterPaperFormResult = createUnionType({ name: 'EnterPaperFormResult', description: 'It waits for a second person, or a refusal.', types: () => [EnterPaperFormSuccess, InvalidInput, AnotherPersonNeeded, TooManyRequests] as const });

/** A scan for what a partner sent. */
@InputType({ description: 'The scan of a form that a partner typed in and sent.' })
export class AttachPaperScanInput {
  @Field(() => ID, { description: 'The scan.' })
  scanId!: string;

  @Field(() => String, { description: 'The receipt number that the partner wrote on the original.' })
  receiptNumber!: string;

  @Field(() => DateScalar, { description: 'The day beside the signature.' })
  signedOn!: string;
}

/** It waits. */
@ObjectType({ description: 'The scan lies beside what the partner sent; both wait for a second person.' })
export class AttachPaperScanSuccess {
  @Field(() => PaperFormType, { description: 'The form.' })
  paperForm!: PaperForm;
}

export const AttachPaperScanResult = createUnionType({ name: 'AttachPaperScanResult', description: 'It waits for a second person, or a refusal.', types: () => [AttachPaperScanSuccess, InvalidInput] as const });

/** What the second person reads. */
@InputType({ description: 'What the second person reads on the scan, without having seen what was typed.' })
export class ComparePaperFormInput {
  @Field(() => ID, { description: 'Which form.' })
  formId!: string;

  @Field(() => String, { description: 'The number of the document.' })
  documentNumber!: string;

  @Field(() => DateScalar, { description: 'The day beside the signature.' })
  signedOn!: string;

  @Field(() => [ItemChoiceInput], { description: 'Every item exactly once.' })
  choices!: ItemChoiceInput[];
}

/** Something that two people read differently. */
@ObjectType({ description: 'Something that the two read differently.' })
export class PaperDifference {
  @Field(() => String, { description: 'What: documentNumber, signedOn, or the name of an item.' })
  field!: string;

  @Field(() => String, { nullable: true, description: 'What was typed first, of a number only the characters that differ; null while the second person may enter it once more.' })
  typed!: string | null;
}

/** They were compared. */
@ObjectType({ description: 'Both readings were compared, and that is on record.' })
export class ComparePaperFormSuccess {
  @Field(() => PaperFormType, { description: 'The form.' })
  paperForm!: PaperForm;

  @Field(() => [PaperDifference], { description: 'What differs; empty when everything agrees.' })
  differences!: PaperDifference[];

  @Field(() => String, { nullable: true, description: 'What was typed, in its canonical form, once everything agrees; null before.' })
  readBack!: string | null;

  @Field(() => Int, { description: 'How often the caller may still enter it.' })
  triesLeft!: number;
}

export const ComparePaperFormResult = createUnionType({ name: 'ComparePaperFormResult', description: 'They were compared, or a refusal.', types: () => [ComparePaperFormSuccess, InvalidInput, PaperFormClosed, AnotherPersonNeeded, PaperFormNotCompared, StaffSignInTooOld] as const });

/** Stands for it. */
@InputType({ description: 'The caller stands for it that the signed paper says what was typed.' })
export class ApprovePaperFormInput {
  @Field(() => ID, { description: 'Which form.' })
  formId!: string;
}

/** It is a decision. */
@ObjectType({ description: 'The form is the person’s decision now.' })
export class ApprovePaperFormSuccess {
  @Field(() => PaperFormType, { description: 'The form.' })
  paperForm!: PaperForm;
}

export const ApprovePaperFormResult = createUnionType({ name: 'ApprovePaperFormResult', description: 'It is a decision, or a refusal.', types: () => [ApprovePaperFormSuccess, InvalidInput, PaperFormClosed, AnotherPersonNeeded, PaperFormNotCompared, PaperFormBarred, StaffSignInTooOld] as const });

/** Gives it back. */
@InputType({ description: 'Gives a form back without effect.' })
export class ReturnPaperFormInput {
  @Field(() => ID, { description: 'Which form.' })
  formId!: string;

  @Field(() => PaperReturn, { description: 'How.' })
  verdict!: PaperReturn;

  @Field(() => PaperReason, { description: 'Why.' })
  reason!: PaperReason;
}

/** It is given back. */
@ObjectType({ description: 'The form has no effect.' })
export class ReturnPaperFormSuccess {
  @Field(() => PaperFormType, { description: 'The form.' })
  paperForm!: PaperForm;
}

export const ReturnPaperFormResult = createUnionType({ name: 'ReturnPaperFormResult', description: 'It has no effect, or a refusal.', types: () => [ReturnPaperFormSuccess, InvalidInput, PaperFormClosed, AnotherPersonNeeded, StaffSignInTooOld] as const });
