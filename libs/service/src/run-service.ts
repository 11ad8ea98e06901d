import { ConfigError } from '#lib/config';

/** A service that serves, until it is closed. */
export interface RunningService {
  /** Where it answers. */
  url: string;
  close(): Promise<void>;
}

/**
 * Runs one service as a process of its own: starts it, closes it in order at SIGTERM or SIGINT, and says in words why it could
 * not start (exit code 1; 2 when its settings are wrong).
 */
export async function runService(start: () => Promise<RunningService>): Promise<void> {
  try {
    const service = await start();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void stop(service));
    }
  } catch (error) {
    exitInWords(error);
  }
}

/** Milliseconds for an orderly end; whoever stops containers kills them a little later. */
const STOP_WITHIN_MS = 25_000;

async function stop(service: RunningService): Promise<void> {
  setTimeout(
    () => exitInWords(new Error('What was running did not end in time. It will be done again.')),
    STOP_WITHIN_MS,
  ).unref();
  await service.close().then(() => process.exit(0), exitInWords);
}

function exitInWords(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
}
