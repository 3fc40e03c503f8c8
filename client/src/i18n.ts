import { type Language, language, rememberLanguage } from './language.ts';
import frameWords from './locales/zh-CN/frame.ts';
import homeWords from './locales/zh-CN/home.ts';
import { type Section, createDictionary } from './use-i18n.ts';

/** The words of the app. Only those of the frame and the home page are in the first load; other pages name the sections they need (`meta.words`), and `app` comes with each. */
export const i18n = createDictionary();
i18n.add('zh-CN', 'frame', frameWords);
i18n.add('zh-CN', 'home', homeWords);

const needed = new Set<Section>(['frame']);

/** Makes sure that the words of these sections are there in the language in use. */
export async function loadWords(sections: readonly Section[]): Promise<void> {
  for (const section of sections) needed.add(section);
  await load(language.value);
}

let latestChoice = 0;

/**
 * Changes the language of everything on the screen, words first, and remembers it; of several choices the last one counts, whichever
 * words came first. Two windows that follow each other would else change to and fro.
 */
export async function setLanguage(chosen: Language): Promise<void> {
  const turn = (latestChoice += 1);
  await load(chosen);
  if (turn === latestChoice) rememberLanguage(chosen);
}

async function load(chosen: Language): Promise<void> {
  const missing = [...needed].filter((section) => !i18n.has(chosen, section));
  if (missing.length === 0) return;
  const { wordFiles } = await import('./word-files.ts');
  await Promise.all(
    missing.map(async (section) => {
      const words = await wordFiles[chosen][`./locales/${chosen}/${section}.ts`]?.();
      if (!words) throw new Error(`no words ${chosen}/${section}`);
      i18n.add(chosen, section, words);
    }),
  );
}
