import { createInterface } from 'node:readline/promises';
import { looksProductive } from './environment-kind.js';

/** Who is asked, and what for. */
export interface ConsentAsked {
  /** The host of the environment, with its port if it has one. */
  host: string;
  kind: string | undefined;
  /** The host that --allow-writes names. */
  allowed: string | undefined;
  /** What is about to be done there, as a sentence. */
  plan: string;
  /** Asks a person; undefined where there is none. */
  ask: ((question: string) => Promise<string>) | undefined;
}

/**
 * Nothing is written where nobody has said so by the environment's own name.
 *
 * @throws Error in words
 */
export async function assertConsent({ host, kind, allowed, plan, ask }: ConsentAsked): Promise<void> {
  if (looksProductive(kind))
    throw new Error(`${host} looks like an environment that people work in (${kind}). ${REFUSED}`);
  const named = allowed ?? (await ask?.(`${plan}\nType ${host} to go on: `))?.trim();
  if (named === undefined)
    throw new Error(`${plan}\nNothing is written without your word: say --allow-writes ${host} if it may.`);
  if (named.toLowerCase() !== host.toLowerCase())
    throw new Error(`The environment is ${host}, and not what was named. Nothing was written.`);
}

const REFUSED = 'Costs are measured in a sandbox: nothing was written.';

/** Asks on the terminal, if there is one. Without a terminal mode of its own, so that Ctrl-C stays what it is. */
export const terminalAsk = (signal: AbortSignal): ConsentAsked['ask'] =>
  process.stdin.isTTY
    ? async (question) => {
        const prompt = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
        try {
          return await prompt.question(question, { signal });
        } finally {
          prompt.close();
        }
      }
    : undefined;
