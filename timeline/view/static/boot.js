// Starts the page: unpacks its script, which the policy lets run if its text is the one that the page was made with, as
// soon as a reader sees the first words.

import { packedIn, unpacked } from "./unpack.js";

const BOOT_PATIENCE = 300; // milliseconds; a frame in a tab that is not shown is never painted

function bootPainted() {
  return new Promise((resolve) => {
    setTimeout(resolve, BOOT_PATIENCE);
    new PerformanceObserver(resolve).observe({ type: "paint", buffered: true });
  });
}

async function bootPage() {
  if (!globalThis.DecompressionStream) {
    document.documentElement.classList.add("timeline-static");
    document.querySelector(".tl-cannot").hidden = false;
    return;
  }
  const script = document.createElement("script");
  script.type = "module";
  [script.textContent] = await Promise.all([unpacked(packedIn("timeline-script")).text(), bootPainted()]);
  document.head.append(script);
}

bootPage();
