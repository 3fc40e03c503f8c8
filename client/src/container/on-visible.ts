/** Runs each time the page comes to the front again; returns the way to stop. */
export function onVisible(run: () => void): () => void {
  const look = () => {
    if (document.visibilityState === 'visible') run();
  };
  document.addEventListener('visibilitychange', look);
  return () => document.removeEventListener('visibilitychange', look);
}
