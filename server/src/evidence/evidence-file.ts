import { createHash } from 'node:crypto';

/** The three parts of a package: pages, `evidence.json`, and the detached signature over it. */
export interface EvidenceParts {
  /** A whole PDF of its own, which a reader shows. */
  readonly pages: Buffer;
  readonly json: Buffer;
  readonly signature: string;
}

/** The names under which a PDF reader, or `pdfdetach`, shows what is attached. */
export const attachmentNames = { json: 'evidence.json', signature: 'evidence.json.jws' } as const;

const MARK = '\n% sanxian-evidence 1 ';

/**
 * One file: the pages, then an incremental update (ISO 32000 7.5.6) that attaches JSON and signature. The pages stay the
 * first bytes of the file as they were, so their digest can stand inside the JSON; and the update follows from pages, JSON
 * and signature to the last byte, so `unpackEvidence` can make it anew and take no other. An update appended later, which
 * could show other pages, is found that way.
 */
export function packEvidence({ pages, json, signature }: EvidenceParts): Buffer {
  const base = structureOf(pages);
  const jws = Buffer.from(signature);
  const start = `${MARK.slice(1)}${json.length} ${jws.length}\n`;
  const [jsonFile, jwsFile, jsonName, jwsName] = [base.size, base.size + 1, base.size + 2, base.size + 3];
  const objects: readonly (readonly [number: number, body: Buffer])[] = [
    [jsonFile, stream('application/json', json)],
    [jwsFile, stream('application/jose', jws)],
    [jsonName, Buffer.from(fileSpecification(attachmentNames.json, jsonFile, 'The signed content'))],
    [jwsName, Buffer.from(fileSpecification(attachmentNames.signature, jwsFile, 'The detached signature, RFC 7515'))],
    [base.root, Buffer.from(catalog(base.catalog, jsonName, jwsName))],
  ];
  const chunks: Buffer[] = [pages, Buffer.from(start)];
  let at = pages.length + start.length;
  const offsets = new Map<number, number>();
  for (const [number, body] of objects) {
    const whole = Buffer.concat([Buffer.from(`${number} 0 obj\n`), body, Buffer.from('\nendobj\n')]);
    offsets.set(number, at);
    at += whole.length;
    chunks.push(whole);
  }
  const line = (number: number) => `${String(offsets.get(number) ?? 0).padStart(10, '0')} 00000 n \n`;
  const table = `xref\n${base.root} 1\n${line(base.root)}${jsonFile} 4\n${[jsonFile, jwsFile, jsonName, jwsName].map(line).join('')}`;
  // A changed file keeps its first identifier and gets a new second one (ISO 32000 14.4).
  const changedId = createHash('sha256').update(json).digest('hex').slice(0, 32);
  const trailer = `trailer\n<< /Size ${base.size + 4} /Root ${base.root} 0 R /Info ${base.info} 0 R /ID [<${base.id}> <${changedId}>] /Prev ${base.startOfTable} >>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([...chunks, Buffer.from(table + trailer)]);
}

/** Takes a package apart; null when it is not one to the last byte. */
export function unpackEvidence(file: Buffer): EvidenceParts | null {
  const mark = file.lastIndexOf(MARK);
  if (mark < 0) return null;
  const [whole, jsonLength, jwsLength] = /^\n% sanxian-evidence 1 (\d{1,9}) (\d{1,9})\n/.exec(file.toString('latin1', mark, mark + MARK.length + 24)) ?? [];
  if (whole === undefined) return null;
  const json = streamAfter(file, mark + whole.length, Number(jsonLength));
  const jws = json && streamAfter(file, json.byteOffset - file.byteOffset + json.length, Number(jwsLength));
  if (!json || !jws) return null;
  const parts = { pages: file.subarray(0, mark + 1), json, signature: jws.toString('latin1') };
  try {
    return packEvidence(parts).equals(file) ? parts : null;
  } catch (error) {
    if (error instanceof NotOurPages) return null;
    throw error;
  }
}

function streamAfter(file: Buffer, from: number, length: number): Buffer | null {
  const word = file.indexOf('\nstream\n', from);
  const start = word + '\nstream\n'.length;
  return word < 0 || start + length > file.length ? null : file.subarray(start, start + length);
}

/** Raised when pages are not as our PDF library writes them. */
class NotOurPages extends Error {
  override readonly name = 'NotOurPages';
}

interface PageStructure {
  readonly size: number;
  readonly root: number;
  readonly info: number;
  readonly id: string;
  readonly startOfTable: number;
  /** The entries of the catalog, without the names that are replaced. */
  readonly catalog: string;
}

/** What an update must know of the pages before it, read from the end as PDF readers do. */
function structureOf(pages: Buffer): PageStructure {
  const text = pages.toString('latin1');
  const end = /trailer\n<<\n\/Size (\d+)\n\/Root (\d+) 0 R\n\/Info (\d+) 0 R\n\/ID \[<([0-9a-f]{32})> <[0-9a-f]{32}>\]\n>>\nstartxref\n(\d+)\n%%EOF\n$/.exec(text);
  if (!end) throw new NotOurPages('unknown trailer');
  const [, size = '', root = '', info = '', id = '', startOfTable = ''] = end;
  const opening = `\n${root} 0 obj\n<<\n`;
  const start = text.lastIndexOf(opening);
  const entries = start < 0 ? '' : text.slice(start + opening.length, text.indexOf('\n>>\nendobj\n', start));
  if (!entries.startsWith('/Type /Catalog\n')) throw new NotOurPages('unknown catalog');
  const kept = entries.split('\n').filter((line) => !/^\/(Names|AF) /.test(line)).join('\n');
  return { size: Number(size), root: Number(root), info: Number(info), id, startOfTable: Number(startOfTable), catalog: kept };
}

function stream(type: string, bytes: Buffer): Buffer {
  const head = `<< /Type /EmbeddedFile /Subtype /${type.replace('/', '#2F')} /Params << /Size ${bytes.length} >> /Length ${bytes.length} >>\nstream\n`;
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from('\nendstream')]);
}

function fileSpecification(name: string, file: number, description: string): string {
  return `<< /Type /Filespec /F (${name}) /UF (${name}) /Desc (${description}) /AFRelationship /Data /EF << /F ${file} 0 R /UF ${file} 0 R >> >>`;
}

function catalog(entries: string, jsonName: number, jwsName: number): string {
  const names = `/Names << /EmbeddedFiles << /Names [(${attachmentNames.json}) ${jsonName} 0 R (${attachmentNames.signature}) ${jwsName} 0 R] >> >>`;
  return `<<\n${entries}\n${names}\n/AF [${jsonName} 0 R ${jwsName} 0 R]\n/PageMode /UseAttachments\n>>`;
}
