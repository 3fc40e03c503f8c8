// Before the first paint: the look, size and colours of last time (src/theme.ts), and whether the first screen, which is in the page
// already, is the one that was asked for. A file of its own, because our security policy runs no script inside a page.
(function () {
  var root = document.documentElement;
  function kept(name) {
    try {
      return localStorage.getItem('sanxian.' + name);
    } catch (forbidden) {
      return null;
    }
  }
  var scheme = kept('colour-scheme');
  var isDark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  if (kept('ui-style') === 'elder') root.dataset.theme = 'elder';
  root.dataset.textSize = kept('text-size') || 'normal';
  root.dataset.scheme = isDark ? 'dark' : 'light';
  var isHome = location.hash === '' || location.hash === '#/';
  if (!isHome || (kept('language') || 'zh-CN') !== 'zh-CN') root.dataset.opening = '';
})();
