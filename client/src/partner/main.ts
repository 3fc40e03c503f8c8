import '../styles/tokens.css';
import '../styles/base.css';
import '../ui/controls.css';
import { createApp } from 'vue';
import { executeKey } from '../api/execute.ts';
import { language, tagOf } from '../language.ts';
import { showKeptLook } from '../theme.ts';
import PartnerApp from './PartnerApp.vue';
import { partnerExecute } from './partner-session.ts';
import { partnerWords } from './partner-words.ts';

document.documentElement.lang = tagOf[language.value];
showKeptLook();
createApp(PartnerApp).use(partnerWords).provide(executeKey, partnerExecute).mount('#app');
