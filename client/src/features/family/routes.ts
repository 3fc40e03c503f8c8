import type { RouteRecordRaw } from 'vue-router';

const meta = { words: ['donation', 'journey', 'family'] };
const own = { ...meta, requiresSignIn: true };

/** Telling one's family: making a message and seeing what came of it; and, for whoever was told, reading one. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/family', component: () => import('./MessagesPage.vue'), meta: own },
  { path: '/family/who', component: () => import('./WhoPage.vue'), meta: own },
  { path: '/family/what', component: () => import('./WhatPage.vue'), meta: own },
  { path: '/family/made', component: () => import('./MadePage.vue'), meta: own },
  // Open to everybody: whoever was told has no account here and needs none.
  { path: '/family/open', component: () => import('./OpenPage.vue'), meta },
];
