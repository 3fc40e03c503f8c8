import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listingBreaches, listingRules } from '../../scripts/listing-check.ts';
import { makeUpload, type Upload } from '../../scripts/zheliban-package.ts';

/** Invented values: the real ones are given by the platform when the service is registered there. */
const settings = { VITE_OPERATOR_NAME: '演示业务单位', VITE_ZHELIBAN_APP_ID: 'demo-app-id', MGOP_APP_KEY: 'demo-key', MGOP_API: 'mgop.demo.odr.graphql' };
const folder = mkdtempSync(join(tmpdir(), 'sanxian-upload-'));
let upload: Upload;

beforeAll(async () => {
  upload = await makeUpload(join(folder, 'upload'), settings);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const read = (path: string): string => decoder.decode(upload.files.get(path));

/** The upload with files put in place of others; null takes one away. */
function withFiles(changes: Readonly<Record<string, string | Uint8Array | null>>): Upload {
  const files = new Map(upload.files);
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) files.delete(path);
    else files.set(path, typeof content === 'string' ? encoder.encode(content) : content);
  }
  return { ...upload, files };
}

/** The upload with this in its page replaced. */
const withPage = (from: string | RegExp, to: string): Upload => withFiles({ 'dist/index.html': read('dist/index.html').replace(from, to) });

/** The upload in which these words stand in no file of code. */
function without(...words: readonly string[]): Upload {
  const code = [...upload.files.keys()].filter((path) => path.endsWith('.js'));
  return withFiles(Object.fromEntries(code.map((path) => [path, words.reduce((text, word) => text.replaceAll(word, 'x'), read(path))])));
}

const added = (text: string): Upload => withFiles({ 'dist/assets/added.js': text });

/** An upload that breaks each rule, in every way the rule knows. */
const bad: Readonly<Record<string, () => readonly Upload[]>> = {
  'rule 1: no sign-in of its own': () => [added('h("input",{type:`password`})'), added('h("input",{autocomplete:"one-time-code"})')],
  'rule 2: asks who is there': () => [without('ssoTicket'), without('navigate')],
  'rule 3: names who is answerable': () => [{ ...upload, operator: '' }, { ...upload, operator: '另一个单位' }, without('浙江政务服务网')],
  'rule 5: name is short': () => [{ ...upload, appName: '人体器官捐献意愿登记' }, { ...upload, appName: '' }],
  'rule 6: follows the look': () => [without('getUiStyle'), without('visibilitychange'), without('uiType')],
  'rule 7: cannot be zoomed': () => [withPage('user-scalable=no', 'user-scalable=yes'), without('gesturestart')],
  'rule 8: goes through the container': () => [without('openLink'), without('phoneCall')],
  'rule 9: turns companies away': () => [without('getUserType'), without('LEGAL_PERSON')],
  'rule 10: holds no person': () => [added('x="330106199805179028"'), added('x="13900000000"')],
  'rule 11: names no third party': () => [added('fetch("https://statistics.example.com/x")'), withPage('</head>', '<script src="//cdn.example.com/a.js"></script></head>'), added('x="https://zjzwfw.gov.cn.example.com"')],
  'rule 12: is small': () => [withFiles({ 'dist/assets/film.bin': new Uint8Array(20_000_000) }), { ...upload, zip: new Uint8Array(20_000_000) }],
  'rule 12: puts in no markup': () => [added('h("p",{innerHTML:words})'), added('document.write(words)')],
  'rule 13: back leaves': () => [without('pageshow'), without('back_forward')],
  'rule 14: lies anywhere': () => [withPage('src="./assets', 'src="/assets'), withPage('./locked-zoom.js', './not-there.js'), withFiles({ 'dist/assets/added.css': 'p{background:url(/x.svg)}' })],
  'package: bridge comes first': () => [withPage(/<script[^>]*zwjsbridge[^>]*><\/script>/, ''), withPage(/(<script[^>]*zwjsbridge[^>]*><\/script>)\s*(<script[^>]*zwlog[^>]*><\/script>)/, '$2$1')],
  'package: asks through the gateway': () => [withPage(/<meta name="mgop"[^>]*>/, ''), withPage('mgop.demo.odr.graphql', 'graphql')],
  'package: box only copies': () => [
    withFiles({ 'gbc.json': '{"type":"gov-build-config","version":"1","outputPath":"build"}' }),
    withFiles({ 'gbc.json': null }),
    withFiles({ 'package.json': '{"scripts":{"build":"vite build"}}' }),
    withFiles({ 'package.json': '{"scripts":{"build":"rm -rf build && cp -r dist build"},"dependencies":{"vue":"3"}}' }),
  ],
  'package: holds what is needed': () => [withFiles({ 'dist/assets/index.js.map': '{}' }), withFiles({ 'dist/.env': 'KEY=1' }), withFiles({ 'dist/说明.txt': '' })],
};

describe('the upload for 浙里办', () => {
  it('keeps every listing rule that a machine can prove', () => {
    expect(listingBreaches(upload)).toEqual([]);
  });

  it.each(Object.keys(listingRules))('would be stopped if it broke %s', (rule) => {
    const samples = bad[rule]?.() ?? [];
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) expect(listingBreaches(sample).map((breach) => breach.rule)).toContain(rule);
  });

  it('is the same folder as a zip, and small', () => {
    const unpacked = unzipSync(upload.zip);
    expect(Object.keys(unpacked).toSorted()).toEqual([...upload.files.keys()].toSorted());
    expect(decoder.decode(unpacked['gbc.json'])).toContain('gov-build-config');
    expect(upload.zip.length).toBeLessThan(1_000_000);
  });

  it('tells the page its registration at the gateway, and means production unless the test address is asked for', () => {
    expect(read('dist/index.html').replaceAll('&quot;', '"')).toContain('content="{"host":"https://mapi.zjzwfw.gov.cn","appKey":"demo-key","api":"mgop.demo.odr.graphql"}"');
  });
});
