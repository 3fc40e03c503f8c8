// Before the first paint: the look, size and colours of last time (src/theme.ts), and whether the first screen, which is in the page
// already, is the one that was asked for. Until the app takes its place: its switch of the look, its doors, and what to say when the
// app does not come. The build puts this into the page, and the server names its digest in the security policy.
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
  // What a link carries, a family link's secret or answers that a helper prepared, leaves the address before any script of the platform
  // can read it; the page that it leads to takes it once.
  var link = /^#\/(family|helper)\/open\?(?:[^#]*&)?[ak]=([\w.-]+)/.exec(location.hash);
  if (link) {
    window.sanxianSecret = link[2];
    history.replaceState(history.state, '', '#/' + link[1] + '/open');
  }
  function choose() {
    var isHome = location.hash === '' || location.hash === '#/';
    if (isHome && (kept('language') || 'zh-CN') === 'zh-CN') delete root.dataset.opening;
    else root.dataset.opening = '';
  }
  choose();

  // The app removes this when it takes the place.
  function waits() {
    return document.querySelector('#app > .opening');
  }
  function nameSwitch() {
    var button = document.querySelector('.first-screen button.switch');
    if (button) button.textContent = root.dataset.theme === 'elder' ? '标准版' : '长辈版';
  }
  document.addEventListener('readystatechange', nameSwitch);
  document.addEventListener('click', function (event) {
    if (!event.target.closest || !event.target.closest('.first-screen button.switch')) return;
    root.dataset.theme = root.dataset.theme === 'elder' ? 'normal' : 'elder';
    try {
      localStorage.setItem('sanxian.ui-style', root.dataset.theme);
    } catch (forbidden) {
      // Then for as long as the page is open: src/theme.ts goes by what is shown.
    }
    nameSwitch();
  });
  // A door of the first screen changes the address; the app begins there, and until then the page says that it is opening.
  addEventListener('hashchange', function () {
    if (waits()) choose();
  });

  var notice;
  function add(name, text) {
    return Object.assign(notice.appendChild(document.createElement(name)), { textContent: text });
  }
  /** The app has not come: said aloud, above the page, with what can be done. If it comes after all, it takes this place as well. */
  function tell() {
    var page = waits();
    if (notice || !page) return;
    notice = document.createElement('div');
    notice.className = 'not-begun';
    notice.setAttribute('role', 'alert');
    page.parentNode.insertBefore(notice, page.parentNode.firstChild);
    var words = add('p', '页面没有全部打开，现在还不能办理。请检查网络，再试一次。');
    var phone = document.querySelector('.first-screen .help-footer p');
    add('p', '也可以前往当地红十字会当面办理。' + (phone ? phone.textContent : ''));
    add('p', 'The page has not opened fully. Please try again, or visit a Red Cross office.').lang = 'en';
    add('button', '再试一次').onclick = function () {
      words.textContent = '正在连接…';
      // Only once the server is seen to answer: a web view that reloads without a network shows nothing at all.
      var probe = new Image();
      probe.onload = function () {
        location.reload();
      };
      probe.onerror = function () {
        words.textContent = '还是没有连上。请检查网络，过一会儿再试。';
      };
      probe.src = './icon.svg?' + Date.now();
    };
  }
  setTimeout(tell, 10000);
  // At once when our own script did not arrive, or is not understood by this web view; one of the platform's is no reason.
  addEventListener(
    'error',
    function (event) {
      if (event.target.type === 'module' || /\/assets\//.test(event.filename)) tell();
    },
    true,
  );
})();
