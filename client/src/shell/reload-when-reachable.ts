/**
 * Loads the whole app anew at a path, but only once the server is seen to answer: a web view that reloads without a
 * network shows a blank page and no way back. Browsers never ask again for a part that failed, so reloading is the cure,
 * and also for parts that a new release has renamed. Answers remain in the visit's store.
 */
export function reloadWhenReachable(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = new Image();
    probe.onload = () => {
      window.location.hash = path;
      window.location.reload();
      resolve(true);
    };
    probe.onerror = () => resolve(false);
    // The question mark makes it a file that no cache has, the app's own (offline/worker.ts) neither.
    probe.src = `./icon.svg?${String(Date.now())}`;
  });
}
