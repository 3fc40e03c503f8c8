import { readonly, ref } from 'vue';
import type { AppContainer, UiStyle } from './container/app-container.ts';
import { deviceStore } from './storage.ts';

const key = 'sanxian.ui-style';
const style = ref<UiStyle>(deviceStore.get(key) === 'elder' ? 'elder' : 'normal');

/** The look in use: 标准版 or 长辈版. */
export const uiStyle = readonly(style);

/** Takes a look into use; a person's own choice is remembered on this device. */
export function setUiStyle(chosen: UiStyle, remember = true): void {
  style.value = chosen;
  document.documentElement.dataset['theme'] = chosen;
  if (remember) deviceStore.set(key, chosen);
}

/**
 * Inside 浙里办 its own setting decides and is read again whenever the page comes to the front (listing rule 6).
 * A person who switches on our page is not overruled until they change the container's setting.
 */
export async function followContainer(container: AppContainer): Promise<void> {
  setUiStyle(style.value, false);
  let last: UiStyle | null = null;
  const look = async () => {
    const asked = await container.uiStyle();
    if (asked !== null && asked !== last) setUiStyle(asked, false);
    last = asked;
  };
  container.onVisible(() => void look());
  await look();
}
