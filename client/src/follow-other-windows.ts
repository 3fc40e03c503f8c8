import { setLanguage } from './i18n.ts';
import { type Language, languageKey, languages } from './language.ts';
import { colourSchemes, displayKeys, setColourScheme, setTextSize, setUiStyle, textSizes } from './theme.ts';

/** What to do when another window has kept a new value under a name. */
const followers: Readonly<Record<string, (chosen: string) => void>> = {
  [languageKey]: (chosen) => follow<Language>(languages, chosen, (language) => void setLanguage(language).catch(() => undefined)),
  [displayKeys.style]: (chosen) => follow(['normal', 'elder'] as const, chosen, (style) => setUiStyle(style, false)),
  [displayKeys.size]: (chosen) => follow(textSizes, chosen, setTextSize),
  [displayKeys.scheme]: (chosen) => follow(colourSchemes, chosen, setColourScheme),
};

/**
 * Somebody who has the app open twice, say the list of questions beside a form, chooses language, look, size and colours once: the
 * device tells every other window, and nothing typed there is lost.
 */
export function followOtherWindows(): void {
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key !== null && newValue !== null) followers[key]?.(newValue);
  });
}

function follow<Choice extends string>(choices: readonly Choice[], chosen: string, take: (choice: Choice) => void): void {
  const known = choices.find((choice) => choice === chosen);
  if (known) take(known);
}
