import { randomInt } from 'node:crypto';
import type { Em } from '../database/orm.ts';
import type { DonationItem } from '../donors/donation-kinds.ts';
import { countChanges, suspectedItems, type ItemChanges } from './mapping-alarm.ts';
import { Submission, SubmissionStatus, type SubmissionChannel } from './submission.entity.ts';

/** What became of what one partner sent by one channel. */
export interface SubmissionTally {
  readonly partnerName: string;
  readonly channel: SubmissionChannel;
  readonly submitted: number;
  readonly waiting: number;
  readonly confirmedUnchanged: number;
  readonly confirmedChanged: number;
  readonly declined: number;
  readonly rejected: number;
  readonly expired: number;
  /** Only items that somebody changed. */
  readonly changedItems: readonly ItemChanges[];
  /** Items changed far more often than the others: look for a wrong mapping. */
  readonly suspectedItems: readonly DonationItem[];
  /** Drawn at random, to be laid beside the originals. */
  readonly sample: readonly SampledSubmission[];
}

/** One submission to compare with its original: the partner has the read-back, this hash says that it is ours. */
export interface SampledSubmission {
  readonly receiptNumber: string;
  readonly receivedAt: Date;
  readonly sha256: string;
}

/** Which submissions a report is about. */
export interface ReportWish {
  /** From this instant. */
  readonly from: Date;
  /** Before this one. */
  readonly to: Date;
  /** How many of each channel are drawn for comparison. */
  readonly sampleSize: number;
}

/** More than a report of a year is about; a longer one is asked for in parts. */
const MOST = 200_000;

/** The report for each partner and channel, in the order of their names. It reads nothing about people; what offices type from paper is compared form by form instead. */
export async function submissionReport(em: Em, { from, to, sampleSize }: ReportWish): Promise<SubmissionTally[]> {
  const rows = await em.find(Submission, { receivedAt: { $gte: from, $lt: to }, partner: { $ne: null } }, { populate: ['partner'], orderBy: { receivedAt: 'asc', id: 'asc' }, limit: MOST });
  const groups = new Map<string, Submission[]>();
  for (const row of rows) {
    const key = `${row.senderName()}\n${row.channel}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, group]) => tallyOf(group, sampleSize));
}

function tallyOf(group: readonly Submission[], sampleSize: number): SubmissionTally {
  const [first] = group;
  if (!first) throw new Error('A group of submissions is empty');
  const count = (status: SubmissionStatus) => group.filter((each) => each.status === status).length;
  const changed = group.flatMap(({ changedItems }) => (changedItems ? [changedItems] : []));
  const confirmedChanged = changed.filter((items) => items.length > 0).length;
  const changes = countChanges(changed);
  return {
    partnerName: first.senderName(),
    channel: first.channel,
    submitted: group.length,
    waiting: count(SubmissionStatus.WAITING),
    confirmedUnchanged: changed.length - confirmedChanged,
    confirmedChanged,
    declined: count(SubmissionStatus.DECLINED),
    rejected: count(SubmissionStatus.REJECTED),
    expired: count(SubmissionStatus.EXPIRED),
    changedItems: changes.filter((each) => each.count > 0),
    suspectedItems: suspectedItems(changes, changed.length),
    sample: drawn(group, sampleSize).map(({ receiptNumber, receivedAt, hash }) => ({ receiptNumber, receivedAt, sha256: Buffer.from(hash).toString('hex') })),
  };
}

/** Any of them as likely as any other, and nobody can foretell which. */
function drawn(group: readonly Submission[], size: number): Submission[] {
  const left = [...group];
  return Array.from({ length: Math.min(size, left.length) }).flatMap(() => left.splice(randomInt(left.length), 1));
}
