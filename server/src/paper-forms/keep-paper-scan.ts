import { createHash, randomUUID } from 'node:crypto';
import type { Context } from '../graphql/context.ts';
import type { Sentence } from '../graphql/language.ts';
import { InputProblem, InputProblemCode, InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { newFileKey } from '../vault/file-key.ts';
import { PaperScan, PaperScanFile } from './paper-form.entity.ts';
import { paperStaff } from './paper-form.policy.ts';
import { checkScan, MOST_SCAN_PAGES, type ScanFault } from './scan-file.ts';
import { sealScan } from './scan-seal.ts';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Keeps the scan of a signed form until it is typed in; sealed under a key of its own, with which it can be destroyed in every backup. */
export async function keepPaperScan(context: Context, input: { readonly file: string }): Promise<PaperScan> {
  const { em, limits, now } = context;
  const staff = paperStaff(context.actor);
  const wait = await limits.take('keepPaperScan', staff.account.id);
  if (wait !== null) throw new Refused(new TooManyRequests(wait));
  const bytes = BASE64.test(input.file) ? Buffer.from(input.file, 'base64') : Buffer.alloc(0);
  const found = checkScan(bytes);
  if (!found.ok) throw new Refused(new InvalidInput([new InputProblem(['file'], InputProblemCode.MALFORMED, sentences[found.fault])]));

  const id = randomUUID();
  const key = await newFileKey(context, id);
  const scan = em.create(PaperScan, {
    id,
    uploadedBy: staff.account.id,
    areaCode: staff.organisation.divisionCode,
    mediaType: found.mediaType,
    byteLength: bytes.length,
    pages: found.pages,
    sha256: createHash('sha256').update(bytes).digest(),
    uploadedAt: now(),
  });
  em.create(PaperScanFile, { scan, sealedBytes: sealScan(key, bytes) });
  return scan;
}

const sentences: Readonly<Record<ScanFault, Sentence>> = {
  TOO_LARGE: { 'zh-CN': '文件太大，最多 8 MB。请用 200 至 300 dpi 重新扫描。', en: 'The file is larger than 8 MB. Please scan it at 200 to 300 dpi.' },
  UNKNOWN_TYPE: { 'zh-CN': '只收 JPEG、PNG 图片和 PDF 文件。', en: 'Only JPEG and PNG pictures and PDF files are taken.' },
  BROKEN: { 'zh-CN': '文件不完整，或者里面夹带了别的内容。请重新扫描。', en: 'The file is not complete, or carries something besides the scan. Please scan it again.' },
  ACTIVE_CONTENT: { 'zh-CN': '这个 PDF 里有程序、表单、附件、链接或者密码，不能收。请重新扫描成图片。', en: 'This PDF holds a program, a form, an attachment, a link or a password. Please scan the paper as a picture.' },
  TOO_MANY_PAGES: { 'zh-CN': `最多 ${MOST_SCAN_PAGES} 页。`, en: `At most ${MOST_SCAN_PAGES} pages.` },
  TOO_BIG_A_PICTURE: { 'zh-CN': '图片的尺寸太大。请用 200 至 300 dpi 重新扫描。', en: 'The picture has too many pixels. Please scan it at 200 to 300 dpi.' },
};
