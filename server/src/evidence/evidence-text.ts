import { maskDocumentNumber, maskName } from '../identity/masking.ts';
import type { Block } from '../papers/block.ts';
import { type EvidenceContent, type EvidenceDecision, type EvidenceOfficer, type Moment, newestOf } from './evidence-package.ts';
import {
  actionWords,
  assuranceWords,
  breakGlassWords,
  channelWords,
  choiceWords,
  consentWords,
  disavowalWords,
  documentWords,
  effectWords,
  itemWords,
  kindWords,
  languageWords,
  occasionWords,
  roleWords,
  stateWords,
  syncWords,
} from './evidence-words.ts';

/** What stands on the pages of a package, made from nothing but its content: a checker makes it again and compares. */
export function blocksOf(evidence: EvidenceContent): readonly Block[] {
  return [...opening(evidence), ...standing(evidence), ...declared(evidence), ...history(evidence), ...caseOf(evidence), ...seals(evidence), ...checking(evidence)];
}

/** What stands above and below each page: enough to put a lost sheet back, masked, because single sheets are copied and left lying. */
export function runningText({ id, person, demonstration }: EvidenceContent, page: number, pages: number): { readonly above: string; readonly below: string } {
  const who = `${maskName(person.fullName)} · ${maskDocumentNumber(person.documentType, person.documentNumber, 'STRONG')} · ${person.registrationNumber}`;
  return { above: `${demonstration ? '演示数据 · ' : ''}${who}`, below: `证据材料 ${id} · 第 ${page} 页，共 ${pages} 页` };
}

/** An instant as people in China read it, to the second. */
function clock({ china }: Moment): string {
  return `${china.slice(0, 10)} ${china.slice(11, 19)}`;
}

function officerText({ name, role, of }: EvidenceOfficer): string {
  return `${name}（${of}，${roleWords[role]}）`;
}

function opening({ demonstration, id, issuedAt, issuedBy, person, case: asked }: EvidenceContent): Block[] {
  return [
    { kind: 'title', text: '捐献意愿登记证据材料' },
    { kind: 'subtitle', text: 'Evidence of a registered donation decision' },
    ...(demonstration ? [{ kind: 'notice', text: '演示数据：本材料出自演示系统，其中的人物和单位都是虚构的，不能用于任何真实事项。' } as const] : []),
    { kind: 'paragraph', text: '供医院人体器官移植伦理委员会审查捐献意愿是否真实时使用（《人体器官捐献和移植条例》第十八条）。内容取自登记系统，逐项照录，没有补充，也没有改写。' },
    {
      kind: 'rows',
      rows: [
        ['姓名', person.fullName],
        ['证件', `${documentWords[person.documentType]} ${person.documentNumber}`],
        ['登记编号', person.registrationNumber],
        ['病例编号', `${asked.caseNumber}（${asked.hospital}）`],
        ['材料编号', id],
        ['出具时间', `${clock(issuedAt)}（北京时间）`],
        ['出具人', officerText(issuedBy)],
      ],
    },
  ];
}

function standing(evidence: EvidenceContent): Block[] {
  const decision = newestOf(evidence);
  return [
    { kind: 'heading', text: '一、现在的决定', english: 'The decision that stands' },
    ...verdict(evidence),
    ...choicesOf(decision),
    {
      kind: 'rows',
      rows: [
        ['登记时间', `${clock(decision.recordedAt)}（北京时间）`],
        ['办理的事', `${actionWords[decision.action]}（第 ${decision.sequence} 次，共 ${evidence.decisions.length} 次）`],
        ...disavowalRow(decision),
        ['办理途径', channelWords[decision.channel]],
        ['实名等级', `${assuranceWords[decision.assuranceLevel]}（办理时登录的核验等级）`],
        ['登记内容校验码', decision.fingerprint],
        ['国家登记系统', `${syncWords[decision.nationalRegister.state]}（自 ${clock(decision.nationalRegister.since)} 起）`],
      ],
    },
  ];
}

/** On what the committee may rely, in the largest letters; what stands in its way comes before anything else. */
function verdict({ standing: { state, contestedSince, withdrawalQueuedAt }, case: asked, decisions }: EvidenceContent): Block[] {
  const newest = newestOf({ decisions }).state;
  const isPlain = !contestedSince && !withdrawalQueuedAt;
  const contested = decisions.filter(({ disavowal }) => disavowal?.outcome === 'OPEN').map(({ sequence }) => `第 ${sequence} 次`);
  // What a look-up would tell now, by its own rule: an agreement in doubt is told as such, or as withdrawn.
  const told = isPlain || newest !== 'AGREED' ? newest : contestedSince ? 'CONTESTED' : 'WITHDRAWN';
  return [
    { kind: 'verdict', text: isPlain || state === 'REFUSED' ? stateWords[state] : contestedSince ? stateWords.CONTESTED : '本人已提出撤回' },
    ...(isPlain || state === 'REFUSED' ? [{ kind: 'paragraph', text: effectWords[state] } as const] : []),
    ...(contestedSince
      ? [{ kind: 'notice', text: `请注意：本人于 ${clock(contestedSince)} 表示，登记在其名下的${contested.join('、')}决定不是自己作出的，登记机构正在核实。核实以前，不能把登记中的“同意”当作本人的意愿。` } as const]
      : []),
    ...(withdrawalQueuedAt ? [{ kind: 'notice', text: `请注意：本人于 ${clock(withdrawalQueuedAt)} 在登录服务中断期间提出撤回，等待办理。从那时起，不能再把登记中的“同意”当作本人的意愿。` } as const] : []),
    ...(asked.toldState === told ? [] : [{ kind: 'notice', text: `请注意：${clock(asked.answeredAt)} 答复查询时的状态是“${stateWords[asked.toldState]}”，此后有变化，以本材料为准。` } as const]),
  ];
}

/** Item by item as stored and as the person was shown; an item without a word stands nowhere. */
function choicesOf({ choices }: EvidenceDecision): Block[] {
  return (['ORGAN', 'TISSUE'] as const).flatMap((kind) => {
    const rows = choices.filter((each) => each.kind === kind).map(({ item, choice }) => [itemWords[item], choiceWords[choice]] as const);
    return rows.length === 0 ? [] : [{ kind: 'choices', title: kindWords[kind], rows } as const];
  });
}

/** The exact words, those of the standing decision first. */
function declared({ consents, decisions }: EvidenceContent): Block[] {
  const former = decisions.filter(({ consent, action }) => consent.hash === 'none' && action !== 'REINSTATED').map(({ sequence }) => `第 ${sequence} 次`);
  return [
    { kind: 'heading', text: '二、本人声明的全文', english: 'The words that were declared' },
    ...(former.length > 0 ? [{ kind: 'paragraph', text: `${former.toReversed().join('、')}从原登记系统转入：本人的声明在原系统作出，文字不在本系统，表中的时间是转入的时间。` } as const] : []),
    { kind: 'small', text: '本人每次在本系统办理时，都读到并声明了下列文字之一；“恢复本人原来的决定”沿用所恢复的那一次。校验码由文字算出，与登记记录里的一致。' },
    ...consents.flatMap((consent): Block[] => {
      const by = decisions.filter((decision) => decision.consent.hash === consent.hash).map(({ sequence }) => `第 ${sequence} 次`);
      return [
        { kind: 'paragraph', text: `${consentWords[consent.purpose]}（版本 ${consent.version}，${languageWords[consent.language]}；用于${by.toReversed().join('、')}）` },
        ...consent.paragraphs.map((text, index): Block => ({ kind: 'paragraph', text: `${index + 1}. ${text}` })),
        { kind: 'small', text: `声明校验码 ${consent.hash}` },
      ];
    }),
  ];
}

function history({ decisions }: EvidenceContent): Block[] {
  return [
    { kind: 'heading', text: '三、全部经过', english: 'Every decision, newest first' },
    {
      kind: 'table',
      widths: [0.08, 0.24, 0.2, 0.14, 0.19, 0.15],
      head: ['次', '时间（北京）', '办理的事', '状态', '途径', '实名等级'],
      rows: decisions.map(({ sequence, recordedAt, action, state, channel, assuranceLevel }) => [
        String(sequence),
        clock(recordedAt),
        actionWords[action],
        stateWords[state],
        channelWords[channel],
        assuranceWords[assuranceLevel],
      ]),
    },
    ...decisions.slice(1).map((decision): Block => ({ kind: 'rows', rows: earlier(decision) })),
  ];
}

/** That the person said it was not theirs. */
function disavowalRow({ disavowal }: EvidenceDecision): [string, string][] {
  return disavowal ? [['本人的异议', `${clock(disavowal.at)} 表示不是自己作出的；${disavowalWords[disavowal.outcome]}`]] : [];
}

function earlier(decision: EvidenceDecision): [string, string][] {
  const { sequence, action, choices, fingerprint, consent, nationalRegister } = decision;
  const said = choices.map(({ item, choice }) => `${itemWords[item]} ${choiceWords[choice]}`).join('，');
  return [
    [`第 ${sequence} 次`, said === '' ? '没有逐项选择' : said],
    ...disavowalRow(decision),
    ['声明', consent.hash === 'none' ? (action === 'REINSTATED' ? '没有声明' : '从原登记系统转入，文字不在本系统') : `${consentWords[consent.purpose]}，版本 ${consent.version}，校验码 ${consent.hash}`],
    ['校验码', fingerprint],
    ['国家登记系统', `${syncWords[nationalRegister.state]}（自 ${clock(nationalRegister.since)} 起）`],
  ];
}

function caseOf({ case: asked }: EvidenceContent): Block[] {
  const second = asked.confirmedBy && asked.confirmedAt ? `${officerText(asked.confirmedBy)}，${clock(asked.confirmedAt)}` : '没有第二人确认';
  return [
    { kind: 'heading', text: '四、本次查询', english: 'The look-up behind this package' },
    {
      kind: 'rows',
      rows: [
        ['查询编号', asked.lookUpId],
        ['医院', `${asked.hospital}（行政区划 ${asked.areaCode}）`],
        ['情形', occasionWords[asked.occasion]],
        ['目的', '伦理委员会审查'],
        ['查询人', `${officerText(asked.requestedBy)}，${clock(asked.requestedAt)}`],
        ['确认人', second],
        ...(asked.breakGlassReason === null ? [] : [['紧急查询理由', breakGlassWords[asked.breakGlassReason] ?? asked.breakGlassReason] as const]),
        ['答复', `${stateWords[asked.toldState]}，${clock(asked.answeredAt)}`],
      ],
    },
  ];
}

function seals({ decisions }: EvidenceContent): Block[] {
  return [
    { kind: 'heading', text: '五、封存证明', english: 'Seals' },
    { kind: 'small', text: '每条决定和记录办理经过的审计条目，写入后都封存进签名的批次。封存以后改动一个字，下列签名根就对不上。完整的证明在附件里。' },
    {
      kind: 'table',
      widths: [0.08, 0.14, 0.24, 0.54],
      head: ['次', '批次', '封存时间（北京）', '签名根'],
      rows: decisions.map(({ sequence, proof: { decision } }) => [
        String(sequence),
        `${decision.root.sequence}（${decision.root.keyId}）`,
        new Date(decision.root.sealedAt + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
        decision.root.merkleRoot,
      ]),
    },
  ];
}

function checking({ keys }: EvidenceContent): Block[] {
  return [
    { kind: 'heading', text: '六、怎样核验', english: 'How to verify' },
    { kind: 'paragraph', text: '纸面和屏幕都可以仿造，请核验文件本身。本文件是一个 PDF，里面附有 evidence.json（全部内容和证明）和 evidence.json.jws（签名）。不需要联网，也不需要登录：' },
    { kind: 'small', text: 'npx -y pnpm@12 evidence:verify 文件名.pdf --keys 公钥文件' },
    { kind: 'paragraph', text: '命令检查签名、页面、每条决定的校验码、声明的文字、封存证明和时间先后，并说出第一处不对的地方。公钥要从登记机构另行取得，不要用本文件里的。下列公钥校验码可与之比对：' },
    {
      kind: 'rows',
      rows: [['出具材料', `${keys.evidence.id}（${keys.evidence.algorithm}）${keys.evidence.sha256}`], ...keys.audit.map(({ id, algorithm, sha256 }) => ['封存', `${id}（${algorithm}）${sha256}`] as const)],
    },
    { kind: 'paragraph', text: '本材料不能证明：办理时操作手机的是不是本人（由登录的身份平台按所列等级核验）；登记以后本人有没有在别处表示过别的意愿；出具以后有没有再改变决定。证件号码与登记编号的对应关系，由登记机构在出具时说明。' },
    { kind: 'small', text: '“〔U+…〕”表示字体里没有的字，括号内是它的 Unicode 编号，附件里是原字。本材料含个人信息，只用于本病例的审查，请依法保管和销毁。' },
  ];
}
