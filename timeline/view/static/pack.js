// What a page or a notebook carries, unpacked: gzip in base64 or in bytes. Never by fetch: a page on a disk may ask for
// nothing.

const PACK_SLICE = 8192; // bytes that are unpacked at once
const PACK_TURN = 6; // milliseconds after which others have their turn

/** Bytes however they come: a notebook gives a DataView. */
const packBytes = (given) => (ArrayBuffer.isView(given) ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength) : new Uint8Array(given));

/**
 * What is needed later, unpacked piece by piece so that nothing else waits long: the texts to search and the cards.
 *
 * `bytes` is asked for once, when somebody first needs something or calls load. Lines come in pairs for each block of
 * events: its texts, which are read as they come, and the rest, which is read when somebody opens one of the block.
 */
export function packedLate(bytes) {
  const search = [], rest = [];
  let loading = null, block = 0, done = false, kept = [-1, null];

  function take(line, n) {
    if (n % 2) rest.push(line);
    else {
      const texts = JSON.parse(line);
      block ||= texts.length;
      for (const text of texts) search.push(text);
    }
  }

  async function load() {
    const packed = packBytes(await bytes()), unzip = new DecompressionStream("gzip"), writer = unzip.writable.getWriter();
    const reading = read(unzip.readable.pipeThrough(new TextDecoderStream()).getReader());
    for (let at = 0, start = performance.now(); at < packed.byteLength; at += PACK_SLICE) {
      await writer.write(packed.subarray(at, at + PACK_SLICE));
      if (performance.now() - start < PACK_TURN) continue;
      await new Promise((next) => { setTimeout(next); }); // whoever has clicked meanwhile comes first
      start = performance.now();
    }
    await writer.close();
    await reading;
    done = true;
  }

  async function read(reader) {
    let pieces = [], n = 0;
    for (;;) {
      const { value, done: ended } = await reader.read();
      if (ended) return;
      let start = 0;
      for (let end = value.indexOf("\n"); end >= 0; end = value.indexOf("\n", start)) {
        pieces.push(value.slice(start, end));
        take(pieces.join(""), n++);
        pieces = [];
        start = end + 1;
      }
      pieces.push(value.slice(start));
    }
  }

  return {
    /** Whether all of it is there. */
    here: () => done,
    load: () => { loading ??= load(); return loading; },
    /** The texts to search, once they are all there. */
    search: () => (done ? search : null),
    /** What is said of an event beyond the first payload, once it is there: {card, …}. */
    of(i) {
      const at = Math.floor(i / block);
      if (kept[0] !== at) kept = [at, JSON.parse(rest[at])];
      return Object.fromEntries(Object.entries(kept[1]).map(([name, column]) => [name, column[i % block]]));
    },
  };
}
