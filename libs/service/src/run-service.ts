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
      process.once(signal, () => void service.close().then(() => process.exit(0), exitInWords));
    }
  } catch (error) {
    exitInWords(error);
  }
}

function exitInWords(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
}
