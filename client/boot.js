// Before the first paint: the look, size and colours of last time (src/theme.ts), and whether the first screen, which is in the page
// already, is the one that was asked for. The build puts it into the page, and the server names its digest in the security policy.
// Classic script of an old kind: it runs before anybody knows how old the web view is.
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
  // A family link's secret leaves the address before any script of the platform can read it; features/family takes it once.
  var secret = /^#\/family\/open\?(?:[^#]*&)?k=([\w-]+)/.exec(location.hash);
  if (secret) {
    window.sanxianSecret = secret[1];
    history.replaceState(history.state, '', '#/family/open');
  }
  var isHome = location.hash === '' || location.hash === '#/';
  if (!isHome || (kept('language') || 'zh-CN') !== 'zh-CN') root.dataset.opening = '';
})();
