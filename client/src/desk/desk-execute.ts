import { browserSurroundings, createExecute, type Execute } from '../api/execute.ts';
import { deskToken, endDeskSession, touchDeskSession } from './desk-session.ts';

const send = createExecute({ ...browserSurroundings, token: deskToken, signedOut: endDeskSession });

/** The desk's door to the server; each answer moves the end of the session on. */
export const deskExecute: Execute = async (document, variables) => {
  const answer = await send(document, variables);
  touchDeskSession();
  return answer;
};
