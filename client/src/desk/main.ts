// First: takes the provider's answer out of the address before anything else can see it.
import './desk-arrival.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import '../ui/controls.css';
import { createApp, watch } from 'vue';
import { executeKey } from '../api/execute.ts';
import { language, tagOf } from '../language.ts';
import DeskApp from './DeskApp.vue';
import { deskExecute } from './desk-execute.ts';
import { deskI18n } from './desk-i18n.ts';
import { createDeskRouter, leaveWhenEnded } from './desk-router.ts';
import { isAtDesk } from './desk-session.ts';

document.documentElement.lang = tagOf[language.value];
const router = createDeskRouter();
watch(isAtDesk, () => leaveWhenEnded(router));
createApp(DeskApp).use(deskI18n).use(router).provide(executeKey, deskExecute).mount('#app');
