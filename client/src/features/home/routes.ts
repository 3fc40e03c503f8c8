import type { RouteRecordRaw } from 'vue-router';
import HomePage from './HomePage.vue';

/** The home page. Not lazy: nearly everyone begins here, and one file arrives sooner than ten. */
export const routes: readonly RouteRecordRaw[] = [{ path: '/', component: HomePage, meta: { words: ['home'] } }];
