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

/** Unpack gzip: a Response, from which comes text, JSON or a blob. Bytes, or a view of them, as a notebook gives it. */
export function unpacked(bytes) {
  // Not by way of a Blob, which another process keeps: that would wait for the rest of a long page.
  const unzip = new DecompressionStream("gzip"), writer = unzip.writable.getWriter(), silent = () => {};
  writer.write(bytes).catch(silent); // whoever reads is told what is wrong
  writer.close().catch(silent);
  return new Response(unzip.readable);
}
