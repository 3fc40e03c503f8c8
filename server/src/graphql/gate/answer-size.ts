import type { FormattedExecutionResult } from 'graphql';
import { requestFaults } from '../request-faults.ts';
import { scopeOfRequest } from '../request-scope.ts';
import { documentLimits } from './document-limits.ts';

/**
 * Writes an answer, or a refusal in its place when it is too large: counts of nodes and values bound the work, but a value
 * may be a long text. A command that ran has run; its caller asks again for less.
 */
export function writeAnswer(result: FormattedExecutionResult): string {
  const text = `${JSON.stringify(result)}\n`;
  const bytes = Buffer.byteLength(text);
  if (bytes <= documentLimits.answerBytes) return text;
  const { requestId, language } = scopeOfRequest();
  const code = 'QUERY_TOO_COSTLY';
  const extensions = { code, requestId, limit: 'answerBytes', allowed: documentLimits.answerBytes, requested: bytes };
  return `${JSON.stringify({ errors: [{ message: requestFaults[code].sentence[language], extensions }], ...(result.extensions ? { extensions: result.extensions } : {}) })}\n`;
}
