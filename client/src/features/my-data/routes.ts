import type { RouteRecordRaw } from 'vue-router';

const meta = { words: ['journey', 'my-data'], requiresSignIn: true };
/** Where the words for what a copy holds are (`copy-words.ts`). */
const copied = ['my-data-copy', 'donation', 'decision', 'family', 'body', 'visits', 'looks'];

/** What a person can know, say and ask about their own data (个人信息保护法 art. 44-50). */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/my-data', component: () => import('./MyDataPage.vue'), meta },
  { path: '/my-data/purposes', component: () => import('./PurposesPage.vue'), meta },
  { path: '/my-data/recipients', component: () => import('./RecipientsPage.vue'), meta },
  { path: '/my-data/copy', component: () => import('./CopyPage.vue'), meta: { ...meta, words: [...meta.words, ...copied] } },
  { path: '/my-data/request', component: () => import('./RequestPage.vue'), meta },
  { path: '/my-data/requests', component: () => import('./RequestsPage.vue'), meta },
  { path: '/my-data/after-death', component: () => import('./AfterDeathPage.vue'), meta },
  { path: '/my-data/near-kin', component: () => import('./NearKinPage.vue'), meta },
  { path: '/my-data/restriction', component: () => import('./RestrictionPage.vue'), meta },
];
