import type { SameKeys } from '../same-keys.ts';
import type source from '../zh-CN/questions.ts';

export default {
  heading: 'What people ask',
  lead: 'See first what others worry about; there is no hurry to decide. Press a question to read its answer.',
  first: 'Anything to ask before you register?',
  all: 'See what people ask',
  backToRegister: 'Back to registering',
  source: 'Based on: {sources}',
  and: '; ',
  stillUnsure: {
    heading: 'Is your question not here?',
    message: 'Please ask a Red Cross office near you, or a doctor. Where we found no reliable ground, we wrote nothing.',
    go: 'Find a Red Cross office',
  },
  group: { care: 'About medical care', decision: 'About this decision', body: 'About the body and faith', money: 'About money and privacy' },
  care: {
    question: 'If I register, will doctors still try to save me?',
    answer: 'Yes, registering does not affect how doctors treat you. Donation is only thought of after death has been determined by law. Doctors who retrieve or transplant organs may not take part in determining death.',
  },
  refuse: {
    question: 'If I refuse, does that affect my medical care?',
    answer: 'To donate or not is your right, and nobody may force you. The doctors who treat you day by day cannot look up your decision either. If anybody presses you with your care, you can report it to the health authority.',
  },
  same: {
    question: 'Is registering the same as donating?',
    answer: 'No, what you register is a wish. Whether donation is possible is judged by doctors at that time. Before organs are retrieved, an ethics committee also examines whether the wish is genuine.',
  },
  change: {
    question: 'Can I change my mind?',
    answer: 'Yes, by law you have the right to revoke a wish that you stated. Here you can change or withdraw it at any time, without a reason.',
  },
  family: {
    question: 'Does my family have a say?',
    answer: 'If you registered a refusal, your family cannot donate for you either. If you stated nothing, your spouse, adult children and parents may decide together in writing. If you agreed, your main close relatives are today still asked to consent in writing before any donation.',
  },
  part: {
    question: 'Can I donate only some organs?',
    answer: 'Yes, you choose item by item: agree, refuse, or not stated. Whatever is not marked “Agree” is never taken for a yes.',
  },
  elsewhere: {
    question: 'I registered somewhere else; what now?',
    answer: 'The register named in the law is that of the Red Cross Society of China. Decisions made here are to be passed on to it, but the two are not connected yet, so yours shows as not yet sent. If the two differ, please ask a Red Cross office near you.',
  },
  body: {
    question: 'What will the body look like after donating?',
    answer: 'The hospital must respect the donor’s dignity and treat the body by the principles of ethics. Apart from the organs used for transplantation, its outward appearance is to be restored. For more detail please ask a doctor or a Red Cross office.',
  },
  age: {
    question: 'Am I too old or too ill to register?',
    answer: 'You can register from the age of eighteen if you can decide for yourself; we ask about no illness, and there is no upper age. Whether donation is possible is judged by doctors at that time.',
  },
  faith: {
    question: 'May I donate with my faith?',
    answer: 'Faiths and customs differ, and we cannot answer for yours. You can ask somebody you trust, or a Red Cross office. Registering does not require you to state a faith.',
  },
  money: {
    question: 'Does it cost my family anything? Is it paid?',
    answer: 'Registering is free and donation is unpaid: nobody may buy or sell organs. By the rules, the cost of retrieving organs is charged on the side that receives the transplant. Whether your family would have other expenses, please ask a Red Cross office.',
  },
  seen: {
    question: 'Who can see that I registered?',
    answer: 'Neither your family nor your employer can look it up. Only medical staff and Red Cross coordinators who handle a particular case can, and nobody who transplants. Each look is written down, and you can see it.',
  },
  from: {
    ART_6: 'Regulations on Human Organ Donation and Transplantation, art. 6',
    ART_7: 'Regulations on Human Organ Donation and Transplantation, art. 7',
    ART_8: 'Regulations on Human Organ Donation and Transplantation, art. 8',
    ART_9: 'Regulations on Human Organ Donation and Transplantation, art. 9',
    ART_13: 'Regulations on Human Organ Donation and Transplantation, art. 13',
    ART_18: 'Regulations on Human Organ Donation and Transplantation, art. 18',
    ART_19: 'Regulations on Human Organ Donation and Transplantation, art. 19',
    ART_32: 'Regulations on Human Organ Donation and Transplantation, art. 32',
    ART_33: 'Regulations on Human Organ Donation and Transplantation, art. 33',
    NOTICE: 'the notice for registrants published by the Red Cross',
    OWN: 'the rules of this service',
    ASK: 'we found no reliable ground: please ask in person',
  },
} satisfies SameKeys<typeof source>;
