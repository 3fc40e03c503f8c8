// Imported first. jose calls it, and Chrome 87 and Safari 14 do not know it: a card must not look forged because a browser is old.
if (typeof (Object as { hasOwn?: unknown }).hasOwn !== 'function') {
  Object.defineProperty(Object, 'hasOwn', { value: (of: object, name: PropertyKey) => Object.prototype.hasOwnProperty.call(of, name) });
}
