import { SingleBar } from 'cli-progress';

/** Shows how far long work has come: a bar on a terminal, elsewhere a line every few seconds. */
export interface Progress {
  update(done: number, note?: string): void;
  end(): void;
}

const LINE_EVERY_MS = 5_000;

/** Begins to show progress towards `total`. */
export const startProgress = (
  label: string,
  total: number,
  out: NodeJS.WriteStream = process.stderr,
): Progress => (out.isTTY ? bar(label, total, out) : lines(label, total, out));

function bar(label: string, total: number, stream: NodeJS.WriteStream): Progress {
  const shown = new SingleBar({
    format: `${label} {bar} {value}/{total} {note}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    stream,
  });
  shown.start(total, 0, { note: '' });
  return { update: (done, note = '') => shown.update(done, { note }), end: () => shown.stop() };
}

function lines(label: string, total: number, out: NodeJS.WriteStream): Progress {
  let toldAt = Date.now();
  let last = '';
  return {
    update: (done, note = '') => {
      last = `${label} ${done}/${total}${note && ` ${note}`}\n`;
      if (Date.now() - toldAt < LINE_EVERY_MS) return;
      toldAt = Date.now();
      out.write(last);
      last = '';
    },
    end: () => void out.write(last),
  };
}
