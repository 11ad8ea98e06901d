/** Looked at so often, in milliseconds: a request of many rows takes longer. */
const everyMs = 5;

/** Watches the memory of this process from now on: the most that it had, in MiB. */
export function watchRss() {
  let peak = 0;
  const look = () => void (peak = Math.max(peak, process.memoryUsage.rss()));
  const timer = setInterval(look, everyMs);
  const soFar = () => {
    look();
    return peak / 2 ** 20;
  };
  return { soFar, stop: () => clearInterval(timer) };
}
