/** Submits the callback form of generation A without waiting for the person (浙里办 1.4 step 2, callback by POST). */
export function submitAtOnce() {
  const form = document.getElementById('callback');
  if (form instanceof HTMLFormElement) form.submit();
}
