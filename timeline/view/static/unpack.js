// What a page or a notebook carries, unpacked: gzip in letters or in bytes. Never by fetch: a page on a disk may ask for
// nothing.

const UNPACK_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=>?@^_:{|}~"; // as in packing.py

/** The bytes of an element's text: four in every five letters. */
export function packedIn(id) {
  const text = document.getElementById(id).textContent, size = text.length;
  const digit = new Uint8Array(128), bytes = new Uint8Array(Math.ceil(size / 5) * 4);
  for (let k = 0; k < 85; k++) digit[UNPACK_LETTERS.charCodeAt(k)] = k;
  const at = (k) => (k < size ? digit[text.charCodeAt(k)] : 84);
  for (let k = 0, to = 0; k < size; k += 5) {
    const word = (((at(k) * 85 + at(k + 1)) * 85 + at(k + 2)) * 85 + at(k + 3)) * 85 + at(k + 4);
    bytes[to++] = word / 16777216;
    bytes[to++] = (word >>> 16) & 255;
    bytes[to++] = (word >>> 8) & 255;
    bytes[to++] = word & 255;
  }
  return bytes.subarray(0, Math.floor((size * 4) / 5));
}

/** Unpack gzip: a Response, from which comes text, JSON or a blob. Bytes, or a view of them, as a notebook gives it. */
export function unpacked(bytes) {
  // Not by way of a Blob, which another process keeps: that would wait for the rest of a long page.
  const unzip = new DecompressionStream("gzip"), writer = unzip.writable.getWriter(), silent = () => {};
  writer.write(bytes).catch(silent); // whoever reads is told what is wrong
  writer.close().catch(silent);
  return new Response(unzip.readable);
}
