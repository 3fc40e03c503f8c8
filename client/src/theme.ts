import { readonly, ref } from 'vue';
import type { AppContainer, UiStyle } from './container/app-container.ts';
import { deviceStore } from './storage.ts';

/** The names under which the device keeps what was chosen; boot.js reads the same before the first paint. */
export const displayKeys = { style: 'sanxian.ui-style', size: 'sanxian.text-size', scheme: 'sanxian.colour-scheme' } as const;

/** How large words are beside the look's own size: 100, 118.75 and 137.5 %; in 长辈版 the largest is 30 px (67号 1.1). */
export const textSizes = ['normal', 'large', 'largest'] as const;
/** One of them. */
export type TextSize = (typeof textSizes)[number];

/** Which colours: as the device says, or always light or dark. */
export const colourSchemes = ['system', 'light', 'dark'] as const;
/** One of them. */
export type ColourScheme = (typeof colourSchemes)[number];

const kept = <Choice extends string>(key: string, choices: readonly Choice[], otherwise: Choice): Choice => choices.find((each) => each === deviceStore.get(key)) ?? otherwise;

const style = ref<UiStyle>(kept(displayKeys.style, ['normal', 'elder'], 'normal'));
const size = ref<TextSize>(kept(displayKeys.size, textSizes, 'normal'));
const scheme = ref<ColourScheme>(kept(displayKeys.scheme, colourSchemes, 'system'));

/** The look in use: 标准版 or 长辈版. */
export const uiStyle = readonly(style);
/** The size of words in use. */
export const textSize = readonly(size);
/** The colours in use. */
export const colourScheme = readonly(scheme);

/** Takes a look into use; a person's own choice is remembered on this device. */
export function setUiStyle(chosen: UiStyle, remember = true): void {
  style.value = chosen;
  document.documentElement.dataset['theme'] = chosen;
  if (remember) deviceStore.set(displayKeys.style, chosen);
}

/** Takes a size of words into use and remembers it. */
export function setTextSize(chosen: TextSize): void {
  size.value = chosen;
  document.documentElement.dataset['textSize'] = chosen;
  deviceStore.set(displayKeys.size, chosen);
}

/** Takes colours into use and remembers them. */
export function setColourScheme(chosen: ColourScheme): void {
  scheme.value = chosen;
  deviceStore.set(displayKeys.scheme, chosen);
  showColours();
}

const systemDark = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)');

function showColours(): void {
  const isDark = scheme.value === 'dark' || (scheme.value === 'system' && systemDark().matches);
  document.documentElement.dataset['scheme'] = isDark ? 'dark' : 'light';
}

/**
 * Shows what was chosen, and follows what is around. Inside 浙里办 its own setting of the look decides and is read again whenever the
 * page comes to the front (listing rule 6); a person who switches on our page is not overruled until they change the container's
 * setting. Colours follow the device while nothing else is chosen.
 */
export async function followSurroundings(container: AppContainer): Promise<void> {
  setUiStyle(style.value, false);
  document.documentElement.dataset['textSize'] = size.value;
  showColours();
  // Web views of before 2020 know the older way only.
  const asked = systemDark();
  if (asked.addEventListener) asked.addEventListener('change', showColours);
  else asked.addListener(showColours);
  let last: UiStyle | null = null;
  const look = async () => {
    const wanted = await container.uiStyle();
    if (wanted !== null && wanted !== last) setUiStyle(wanted, false);
    last = wanted;
  };
  container.onVisible(() => void look());
  await look();
}
