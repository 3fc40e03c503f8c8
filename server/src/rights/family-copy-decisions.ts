import { listChoices } from '../donors/donation-kinds.ts';
import type { DecisionState } from '../donors/decision.entity.ts';
import { assuranceWords, channelWords, choiceWords, consentWords, disavowalWords, itemWords, kindWords, stateWords, syncWords } from '../evidence/evidence-words.ts';
import type { Block } from '../papers/block.ts';
import { chinaClock, chinaDay } from './china-clock.ts';
import type { Row } from './family-copy-parts.ts';
import { actionWords, contestedWords, effectWords, findingWords, queuedWords, withdrawalReasonWords } from './family-copy-words.ts';
import type { PersonalDataCopy } from './personal-data-document.ts';

type Decision = PersonalDataCopy['decisions'][number];

/** What stands now, in the largest letters, with what it means in law and each choice. What stands in its way comes first. */
export function standingBlocks(copy: PersonalDataCopy): Block[] {
  const latest = copy.decisions.at(-1);
  const state: DecisionState = latest?.state ?? 'SILENT';
  const open = copy.disavowals.find(({ resolution }) => resolution === null);
  const queued = copy.queuedWithdrawals.find(({ settledAt }) => !settledAt);
  const isRestricted = copy.restrictions.at(-1)?.restricted === true;
  const doubt = open ? '（核实中）' : queued ? '（已提交撤回）' : '';
  return [
    { kind: 'heading', text: '二、现在的决定', english: 'The decision that stands' },
    { kind: 'verdict', text: `${stateWords[state]}${doubt}` },
    // While something is in doubt, the plain sentence would promise what does not hold.
    ...(open || queued ? [] : [{ kind: 'paragraph', text: effectWords[state] } as const]),
    ...(open ? [{ kind: 'notice', text: `${chinaClock(open.disavowedAt)}，本人说有一次登记不是自己办的，红十字会正在核实。${contestedWords[state]}` } as const] : []),
    ...(queued ? [{ kind: 'notice', text: `${chinaClock(queued.queuedAt)}，登录服务中断时，本人留下了撤回，回执编号 ${queued.receiptNumber}。${queuedWords[state]}` } as const] : []),
    ...(isRestricted ? [{ kind: 'notice', text: '本人要求限制使用这份登记：只保存、不使用。医院查询时，只知道有登记、要求了限制，不知道决定是什么。' } as const] : []),
    ...(latest ? [...choiceBlocks(latest), { kind: 'rows', rows: standingRows(latest) } as const] : []),
  ];
}

/** Item by item as stored; an item that was never asked stands nowhere. */
function choiceBlocks({ choices }: Decision): Block[] {
  const said = listChoices(choices);
  if (said.length === 0) return [];
  return [
    ...(['ORGAN', 'TISSUE'] as const).flatMap((kind): Block[] => {
      const rows = said.filter((each) => each.kind === kind).map(({ item, choice }) => [itemWords[item], choiceWords[choice]] as const);
      return rows.length === 0 ? [] : [{ kind: 'choices', title: kindWords[kind], rows }];
    }),
    { kind: 'small', text: '“不表态”既不是同意，也不是不同意。' },
  ];
}

function standingRows({ sequence, action, recordedAt, channel, nationalSync }: Decision): Row[] {
  return [
    ['登记时间', chinaClock(recordedAt)],
    ['办理的事', `${actionWords[action]}（第 ${sequence} 次）`],
    ['办理途径', channelWords[channel]],
    ...syncRow(nationalSync),
  ];
}

/** Everything that was decided, newest first, and what came in between. */
export function historyBlocks({ decisions, disavowals, queuedWithdrawals }: PersonalDataCopy): Block[] {
  const heading: Block = { kind: 'heading', text: '三、全部经过', english: 'Everything that was decided, newest first' };
  if (decisions.length === 0) return [heading, { kind: 'paragraph', text: '没有登记过。' }];
  return [
    heading,
    { kind: 'paragraph', text: `一共 ${decisions.length} 次，新的在前。现在的情况写在第二部分，这里只说明经过。` },
    ...decisions.toReversed().map((decision): Block => ({ kind: 'rows', rows: decisionRows(decision, disavowals) })),
    ...queuedWithdrawals.map((queued): Block => ({
      kind: 'rows',
      rows: [
        ['登录中断时', `${chinaClock(queued.queuedAt)}留下撤回，回执编号 ${queued.receiptNumber}，${channelWords[queued.channel]}`],
        ['正式记录', queued.settledAt ? chinaClock(queued.settledAt) : '还没有'],
      ],
    })),
  ];
}

function decisionRows(decision: Decision, disavowals: PersonalDataCopy['disavowals']): Row[] {
  const { id, sequence, action, state, choices, channel, assuranceLevel, consent, recordedAt, nationalSync, withdrawalReason, formerRegistration } = decision;
  const said = listChoices(choices).map(({ item, choice }) => `${itemWords[item]} ${choiceWords[choice]}`);
  return [
    [`第 ${sequence} 次`, `${chinaClock(recordedAt)}，${actionWords[action]}`],
    ['结果', stateWords[state]],
    ['每一项的选择', said.length === 0 ? '没有逐项选择' : said.join('，')],
    ['办理途径', `${channelWords[channel]}，登录核验：${assuranceWords[assuranceLevel]}`],
    ['声明', formerRegistration ? '在原登记系统作出，文字不在本系统' : consent.hash === 'none' ? '没有声明' : `${consentWords[consent.purpose]}（版本 ${consent.version}）`],
    ...(formerRegistration ? [['从原登记系统转入', `${chinaDay(formerRegistration.decidedOn)}登记，原系统 ${formerRegistration.system}，编号 ${formerRegistration.reference}`] as const] : []),
    ...syncRow(nationalSync),
    ...(withdrawalReason ? [['撤回的原因', withdrawalReasonWords[withdrawalReason.reason]] as const] : []),
    ...disavowals.filter(({ decisionId }) => decisionId === id).flatMap(disavowalRows),
  ];
}

function disavowalRows({ disavowedAt, resolution }: PersonalDataCopy['disavowals'][number]): Row[] {
  const said = ['本人的异议', `${chinaClock(disavowedAt)}，本人说这不是自己办的；${disavowalWords[resolution?.outcome ?? 'OPEN']}`] as const;
  return resolution ? [said, ['核实结果', `${chinaClock(resolution.resolvedAt)}，${findingWords[resolution.finding]}`]] : [said];
}

function syncRow(sync: Decision['nationalSync']): Row[] {
  return sync ? [['国家登记系统', `${syncWords[sync.state]}（自 ${chinaClock(sync.since)} 起）`]] : [];
}
