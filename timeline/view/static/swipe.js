// A finger drawn sideways.

const SWIPE = 48; // pixels that are meant as a step

/** Whether a finger went sideways from where it came down, and which way: 1 on, -1 back, 0 neither. */
export function swiped(down, event) {
  const [x, y] = [event.clientX - down[0], event.clientY - down[1]];
  return Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y) ? -Math.sign(x) : 0;
}
