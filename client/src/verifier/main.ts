import './old-browsers.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import '../ui/controls.css';
import { createApp } from 'vue';
import { language, tagOf } from '../language.ts';
import { showKeptLook } from '../theme.ts';
import VerifierApp from './VerifierApp.vue';
import { verifierWords } from './verifier-words.ts';

document.documentElement.lang = tagOf[language.value];
showKeptLook();
createApp(VerifierApp).use(verifierWords).mount('#app');
