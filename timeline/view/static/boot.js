// Starts the page: unpacks its script, which the policy lets run if its text is the one that the page was made with.

import { packedIn, unpacked } from "./unpack.js";

async function bootPage() {
  if (!globalThis.DecompressionStream) {
    document.documentElement.classList.add("timeline-static");
    document.querySelector(".tl-cannot").hidden = false;
    return;
  }
  const script = document.createElement("script");
  script.type = "module";
  script.textContent = await unpacked(packedIn("timeline-script")).text();
  document.head.append(script);
}

bootPage();
