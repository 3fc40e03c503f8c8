import type { Sentence } from '../graphql/language.ts';
import type { LookUpFinding } from './look-up.entity.ts';

const notOnRecord: Sentence = {
  'zh-CN': '这里没有同时与证件号码和姓名相符、现行有效的意愿。请先核对证件号码和姓名，写错一个字也会得到这个结果。本人生前未表示不同意的，由其配偶、成年子女、父母共同书面决定（条例第九条第二款）。',
  en: 'No wish that stands is on record under both this number and this name. Check both first: one wrong character gives this answer, too. Where the person never said no, spouse, adult children and parents decide jointly and in writing (条例 art. 9(2)).',
};

/** What follows from each finding in law, and what does not; the articles are those of 人体器官捐献和移植条例. */
export const findingNotes: Readonly<Record<LookUpFinding, Sentence>> = {
  AGREED: {
    'zh-CN': '本人曾书面表示同意捐献，并可随时撤回（条例第九条第一款）。登记不代替医学评估，也不代替与家属的沟通；伦理委员会须审查意愿是否真实（条例第十八条）。',
    en: 'The person declared in writing that they agree, and could take it back at any time (条例 art. 9(1)). The record replaces neither the medical assessment nor speaking with the family, and the ethics committee must verify that the will is genuine (art. 18).',
  },
  REFUSED: {
    'zh-CN': '本人表示不同意捐献，任何人不得为其捐献（条例第九条第二款）。',
    en: 'The person said no: nobody may donate for them (条例 art. 9(2)).',
  },
  WITHDRAWN: notOnRecord,
  SILENT: notOnRecord,
  RESTRICTED: {
    'zh-CN': '有登记，但本人要求限制处理，内容不能告诉。既不得按同意处理，也不得当作没有表示过意愿。请联系本院所在地的红十字会。',
    en: 'A record is there, but its owner asked that its processing be restricted, so nothing of it is told. It must be taken neither for an agreement nor for silence. Please contact the Red Cross office of the hospital’s area.',
  },
  CONTESTED: {
    'zh-CN': '登记里有一份同意，但本人提出“这不是我办理的”，还在核实。核实之前不得按同意处理。请联系负责核实的红十字会。',
    en: 'An agreement is on record, but its owner says that it was not theirs, and this is being looked into. Until then it must not be acted upon. Please contact the Red Cross office in charge.',
  },
};
