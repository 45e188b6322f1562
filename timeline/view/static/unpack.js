// What a page or a notebook carries, unpacked: gzip in base64 or in bytes. Never by fetch: a page on a disk may ask for
// nothing.

/** The bytes of an element's text. */
export function packedIn(id) {
  const text = document.getElementById(id).textContent;
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const letters = atob(text), bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

/** Unpack gzip: a Response, from which comes text, JSON or a blob. */
export function unpacked(bytes) {
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
}
