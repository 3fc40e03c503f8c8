import type { SameKeys } from '../same-keys.ts';
import type source from '../zh-CN/helping.ts';

export default {
  heading: 'Helping somebody in the family',
  lead: 'If your parents do not use a phone much, you can help to fill it in. The last step must be theirs.',
  rule: { heading: 'Only the person confirms', message: 'Whether to donate is their own matter. You may read it out and fill it in; you may not decide for them, nor send it for them with their account.' },
  theirs: {
    heading: 'On their phone',
    open: 'Ask them to sign in with their own account.',
    fill: 'Read each question out and fill in what they say.',
    hand: 'When the page “Check” comes, hand them the phone.',
    confirm: 'They read it, tick the declaration and send it.',
  },
  own: {
    heading: 'Prepare it on your phone',
    fill: 'Without signing in: only which organs and tissues they would donate.',
    link: 'Hand them the phone, or send them the link.',
    confirm: 'They sign in, check it and send it.',
  },
  nothingPersonal: 'What you prepare holds no name, document number or telephone, and is not sent to the register.',
  begin: 'Prepare it now',
  visit: 'They cannot use a phone? The Red Cross can come to them.',
  toVisit: 'Ask for a visit',
  question: { ORGAN: 'Which organs would they donate?', TISSUE: 'Which tissues would they donate?' },
  askThem: 'Ask them, and choose what they say. Where they are not sure, choose “Not stated”.',
  handOver: {
    heading: 'Hand it to the person',
    lead: 'It is ready. Nothing has been sent, and nothing is registered.',
    here: 'Hand them the phone now',
    linkHeading: 'Or send them the link',
    linkLead: 'The link holds the choices only and nothing personal. They open it, sign in, check it and send it themselves.',
    copy: 'Copy the link',
    copied: { yes: 'Copied; you can send it to them.', no: 'It could not be copied. Press long on the link above to copy it.' },
  },
  open: {
    heading: 'Please look at it yourself',
    lead: 'Somebody prepared these choices for you. Nothing has been sent, and nothing is registered.',
    yours: 'This is your own matter and yours to decide: use it, change it, or leave it.',
    use: 'This is what I want; go on',
    own: 'I will fill it in myself',
    broken: 'This link is not whole and cannot be opened. You can fill it in yourself.',
  },
  check: {
    heading: 'Please check and confirm it yourself',
    message: 'Somebody helped you to fill this in. Read it yourself and change what is wrong. Nobody may confirm for you; if somebody presses you, please stop here.',
    law: 'What a person must do themselves by law cannot be done by another in their name (Civil Code, art. 161). Nobody may force, deceive or induce another to donate (Regulations on Human Organ Donation and Transplantation, art. 8).',
  },
} satisfies SameKeys<typeof source>;
