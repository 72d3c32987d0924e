/**
 * Makes a change to the page. If it takes away what has the focus, or the message around that, and puts nothing in its
 * place, `fallback` is to move the focus: without one the keyboard starts over at the top of the page. In a page that the
 * user has left nothing has the focus, so none is taken back.
 */
export function keepFocus<T>(change: () => T, fallback: () => void): T {
  const focused = document.activeElement;
  const place = focused?.closest('.message') ?? focused;
  const result = change();
  const isMoved = document.activeElement !== focused && document.activeElement !== document.body;
  if (place !== null && isGone(place) && !isMoved) fallback();
  return result;
}

/** Asked of the attributes: the browser would have to work out every style to answer. */
function isGone(place: Element): boolean {
  return !place.isConnected || place.closest('[hidden]') !== null;
}
