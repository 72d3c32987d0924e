/** Longest wait for a frame; a page that is hidden gets no frames. */
const hiddenMs = 250;
/** After a frame that took long, the page rests as long, so that clicks and typing get through. */
const restFactor = 1;
const longFrameMs = 24;
/** Longest rest, in ms: a frame in which the computer slept may have taken hours. */
const longestRestMs = 250;

/** Calls `draw` at most once a frame, however often it is asked to, and also after it has thrown. */
export function oncePerFrame(draw: () => void): () => void {
  let asked = false;
  let resting = false;
  return () => {
    asked = true;
    if (!resting) wait();
  };

  function wait(): void {
    resting = true;
    const frame = requestAnimationFrame(run);
    const timer = setTimeout(run, hiddenMs);

    function run(): void {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      asked = false;
      const startedAt = performance.now();
      try {
        draw();
      } finally {
        // A timer set in a frame runs after the frame was laid out and painted, so the time includes that.
        setTimeout(() => {
          const tookMs = performance.now() - startedAt;
          setTimeout(rested, tookMs > longFrameMs ? Math.min(tookMs * restFactor, longestRestMs) : 0);
        });
      }
    }
  }

  function rested(): void {
    resting = false;
    if (asked) wait();
  }
}
