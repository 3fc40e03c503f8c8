/**
 * The listing rules of 浙里办 (docs/containers.md) that a machine can prove about an upload. Each rule has a bad sample in
 * test/contract/listing.test.ts. What only a person or a browser can see is named there, too.
 */
import type { Files, Upload } from './zheliban-package.ts';

/** Looks at an upload; each answer is one breach in plain words, none when the rule is kept. */
export type ListingRule = (upload: Upload) => readonly string[];

const decoder = new TextDecoder();
const textOf = (files: Files, path: string): string => decoder.decode(files.get(path));
const texts = ({ files }: Upload, kinds: RegExp): (readonly [path: string, text: string])[] => [...files.keys()].filter((path) => path.startsWith('dist/') && kinds.test(path)).map((path) => [path, textOf(files, path)] as const);
/** All code; whatever quotes the build chose, names are in the straight ones. */
const scripts = (upload: Upload): string => texts(upload, /\.js$/).map(([, text]) => text).join('\n').replaceAll(/[`']/g, '"');
const page = ({ files }: Upload): string => textOf(files, 'dist/index.html');
const failing = (isKept: boolean, message: string): readonly string[] => (isKept ? [] : [message]);
const absent = (upload: Upload, words: readonly string[], message: string): readonly string[] => {
  const code = scripts(upload);
  return words.filter((word) => !code.includes(word)).map((word) => `${message}: ${word}`);
};

/** The container's own hosts: its bridge, its sign-in and its gateway. */
const platformHosts = /(?:^|\.)zjzwfw\.gov\.cn$/;
/** Names that stand in the code and are never asked: namespaces of SVG, and the addresses in the framework's own error texts. */
const merelyNamed = ['www.w3.org', 'vuejs.org', 'router.vuejs.org'];

/** Rule 1: who somebody is, 浙里办 says; no form of ours asks for a password, a code or a face. */
const noSignInOfItsOwn: ListingRule = (upload) =>
  texts(upload, /\.(js|html)$/).flatMap(([path, text]) => [...text.matchAll(/type[=:]\s*["'`]?password|one-time-code|autocomplete[=:]\s*["'`]?(?:username|current-password)/g)].map(([found]) => `${path} has a form of its own for signing in: ${found}`));

/** Rule 2 (its part in the package): a new visit asks the container again who is there. */
const asksWhoIsThere: ListingRule = (upload) => absent(upload, ['ssoTicket', '"navigate"'], 'the app does not ask who is there on a new visit');

/** Rule 3: at the foot of the home page 浙江政务服务网 stands above 业务单位; their order is seen in the browser. */
const namesWhoIsAnswerable: ListingRule = (upload) => [
  ...failing(upload.operator.trim() !== '', 'no 业务单位 is set (VITE_OPERATOR_NAME)'),
  ...absent(upload, ['浙江政务服务网', '业务单位', ...(upload.operator.trim() === '' ? [] : [upload.operator])], 'the home page does not name'),
];

/** Rule 5: a name of at most six characters is advised. */
const nameIsShort: ListingRule = ({ appName }) => failing(appName !== '' && [...appName].length <= 6, `the name “${appName}” has more than six characters`);

/** Rule 6: the look follows the container, again whenever the page comes to the front, and goes along with links outside. */
const followsTheLook: ListingRule = (upload) => absent(upload, ['getUiStyle', 'visibilitychange', 'uiType'], 'the look does not follow the container');

/** Rule 7: the page cannot be zoomed, by two fingers or by a double tap. */
const cannotBeZoomed: ListingRule = (upload) => [
  ...failing(/<meta name="viewport"[^>]*user-scalable=no/.test(page(upload)), 'index.html lets the page be zoomed'),
  ...failing(scripts(upload).includes('gesturestart'), 'no script stops the zoom of two fingers'),
];

/** Rule 8: links outside and numbers to dial go through the container. */
const goesThroughTheContainer: ListingRule = (upload) => absent(upload, ['openLink', 'phoneCall'], 'the container is not used for');

/** Rule 9: a company is told that the service is for individuals, and the service closes. */
const turnsCompaniesAway: ListingRule = (upload) => absent(upload, ['getUserType', 'LEGAL_PERSON', '"close"'], 'a company is not told and let out');

/** Rule 10: nothing of a person lies in the package. */
const holdsNoPerson: ListingRule = (upload) =>
  texts(upload, /\.(js|html|css|json|svg)$/).flatMap(([path, text]) =>
    [...text.matchAll(/(?<![\w.])(?:\d{17}[\dXx]|1[3-9]\d{9})(?![\w.])/g)].map(([found]) => `${path} holds what looks like an ID or phone number: ${found.slice(0, 3)}…`),
  );

/** Rule 11: no address of a third party, neither asked nor linked. */
const namesNoThirdParty: ListingRule = (upload) =>
  texts(upload, /\.(js|html|css|svg|json)$/).flatMap(([path, text]) =>
    [...new Set([...text.matchAll(/https?:\/\/([\w.-]+\.[a-z]{2,})|["'`(]\/\/([\w-]+(?:\.[\w-]+)+)/gi)].map(([, full, short]) => (full ?? short ?? '').toLowerCase()))]
      .filter((host) => !platformHosts.test(host) && !merelyNamed.includes(host))
      .map((host) => `${path} names a third party: ${host}`),
  );

/** Rule 12: under 20 MB. */
const isSmall: ListingRule = ({ zip, files }) => {
  const unpacked = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  return [zip.length, unpacked].filter((size) => size >= 20_000_000).map((size) => `the package has ${Math.ceil(size / 1_000_000)} MB`);
};

/** Rule 12: markup that comes from outside is never put into a page; we put none in at all. */
const putsInNoMarkup: ListingRule = (upload) =>
  texts(upload, /\.js$/).flatMap(([path, text]) => [...text.matchAll(/insertAdjacentHTML|document\.write\(|innerHTML:(?!!)/g)].map(([found]) => `${path} puts markup into the page: ${found}`));

/** Rule 13: the double back of the sign-in hop is cured before the framework starts. */
const backLeaves: ListingRule = (upload) => absent(upload, ['pageshow', 'persisted', 'back_forward'], 'the double back is not cured');

/** Rule 14 and the host of mini apps: everything is found from wherever the page lies, and pages are told apart behind the hash. */
const liesAnywhere: ListingRule = (upload) => {
  const addresses = [...page(upload).matchAll(/\s(?:src|href)="([^"]*)"/g)].map(([, address]) => address ?? '');
  const local = addresses.filter((address) => !/^(?:https:|data:|#)/.test(address));
  return [
    ...local.filter((address) => !address.startsWith('./')).map((address) => `index.html has an address that is not relative: ${address}`),
    ...local.filter((address) => address.startsWith('./') && !upload.files.has(`dist/${address.slice(2)}`)).map((address) => `index.html asks for what is not there: ${address}`),
    ...texts(upload, /\.css$/).flatMap(([path, text]) => [...text.matchAll(/url\(\s*["']?\/(?!\/)/g)].map(() => `${path} has an address that is not relative`)),
  ];
};

/** The bridge comes from the platform's own host, before the app. */
const bridgeComesFirst: ListingRule = (upload) => {
  const sources = [...page(upload).matchAll(/<script[^>]*\ssrc="([^"]*)"/g)].map(([, source]) => source ?? '');
  const [bridge, log, app] = [/\/ZWJSBridge\/[\d.]+\/zwjsbridge\.js$/, /\/zwlog\/[\d.]+\/zwlog\.js$/, /^\.\/assets\/index/].map((wanted) => sources.findIndex((source) => wanted.test(source)));
  return failing(bridge !== -1 && log !== -1 && (bridge ?? 0) < (log ?? 0) && (log ?? 0) < (app ?? -1), 'index.html does not load bridge, statistics and app in this order');
};

/** Hosted pages reach our server through the gateway: another origin would be refused by the browser. */
const asksThroughTheGateway: ListingRule = (upload) => {
  const registration = /<meta name="mgop" content="([^"]*)"/.exec(page(upload))?.[1]?.replaceAll('&quot;', '"') ?? '{}';
  const { api = '', appKey = '' } = JSON.parse(registration) as { readonly api?: string; readonly appKey?: string };
  return [
    ...failing(appKey !== '', 'no key of the gateway is set (MGOP_APP_KEY)'),
    ...failing(/^mgop\.[\w-]+\.[\w-]+\.[\w-]+$/.test(api), 'no interface of the gateway is set (MGOP_API, mgop.<vendor>.<app>.<name>)'),
  ];
};

/** The platform's box only copies: `gbc.json` as it wants it, a `build` without tools, nothing to install. */
const boxOnlyCopies: ListingRule = ({ files }) => {
  const config = JSON.parse(textOf(files, 'gbc.json') || '{}') as Record<string, unknown>;
  const { scripts: commands = {}, ...box } = JSON.parse(textOf(files, 'package.json') || '{}') as { readonly scripts?: Record<string, string> };
  return [
    ...failing(JSON.stringify(config) === JSON.stringify({ type: 'gov-build-config', version: '1', outputPath: 'dist', outputDir: 'build', publicPath: './' }), 'gbc.json is not as the platform wants it'),
    ...failing(Object.keys(commands).join() === 'build' && /^rm -rf build && cp -r dist build$/.test(commands['build'] ?? ''), 'package.json does more than copy dist to build'),
    ...Object.keys(box).filter((key) => /dependencies$/i.test(key)).map((key) => `package.json has ${key}: there is nothing to install`),
  ];
};

/** Only what the app needs: no maps to the source, no hidden files, names that every system can read. */
const holdsWhatIsNeeded: ListingRule = ({ files }) =>
  [...files.keys()].filter((path) => /\.map$|(?:^|\/)\.|[^\w./-]|\.(?:gz|br|ts|vue)$/.test(path)).map((path) => `${path} has no place in the package`);

/** Every rule by its name, with its number in the listing. */
export const listingRules: Readonly<Record<string, ListingRule>> = {
  'rule 1: no sign-in of its own': noSignInOfItsOwn,
  'rule 2: asks who is there': asksWhoIsThere,
  'rule 3: names who is answerable': namesWhoIsAnswerable,
  'rule 5: name is short': nameIsShort,
  'rule 6: follows the look': followsTheLook,
  'rule 7: cannot be zoomed': cannotBeZoomed,
  'rule 8: goes through the container': goesThroughTheContainer,
  'rule 9: turns companies away': turnsCompaniesAway,
  'rule 10: holds no person': holdsNoPerson,
  'rule 11: names no third party': namesNoThirdParty,
  'rule 12: is small': isSmall,
  'rule 12: puts in no markup': putsInNoMarkup,
  'rule 13: back leaves': backLeaves,
  'rule 14: lies anywhere': liesAnywhere,
  'package: bridge comes first': bridgeComesFirst,
  'package: asks through the gateway': asksThroughTheGateway,
  'package: box only copies': boxOnlyCopies,
  'package: holds what is needed': holdsWhatIsNeeded,
};

/** Tries every rule; empty when the upload may go. */
export function listingBreaches(upload: Upload): { readonly rule: string; readonly message: string }[] {
  return Object.entries(listingRules).flatMap(([rule, judge]) => judge(upload).map((message) => ({ rule, message })));
}
