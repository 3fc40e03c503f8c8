import '../styles/tokens.css';
import '../styles/base.css';
import '../ui/controls.css';
import { createApp } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { browserContainer } from '../container/browser.ts';
import { followSurroundings } from '../theme.ts';
import GalleryPage from './GalleryPage.vue';

// Links lead nowhere here.
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:anywhere(.*)*', component: { render: () => null } }] });
void followSurroundings(browserContainer());
createApp(GalleryPage).use(router).mount('#app');
