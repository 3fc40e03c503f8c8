import { type InjectionKey, inject } from 'vue';

/** What a page may say about itself to the window around it: its title, and that something on it needs mending. */
export interface PageTitle {
  /** The heading of the page in front, in the user's language. */
  set(heading: string): void;
  /** A word put before the title while problems are shown (GOV.UK error summary), or an empty string. */
  warn(word: string): void;
}

/** The shell provides the real window; a part mounted alone speaks to nobody. */
export const pageTitleKey: InjectionKey<PageTitle> = Symbol('page title');

const nobody: PageTitle = { set: () => undefined, warn: () => undefined };

/** The title of the window around the page. */
export const usePageTitle = (): PageTitle => inject(pageTitleKey, nobody);
