import { StandInError } from '../../stand-ins/control/src/index.js';

/** Starts a stand-in, and says which setting has the port when that is taken. */
export async function namingPort<StandIn>(setting: string, start: () => Promise<StandIn>): Promise<StandIn> {
  try {
    return await start();
  } catch (error) {
    if (!isPortTaken(error)) throw error;
    throw new StandInError(`${error.message}. ${setting} can be another one.`, { cause: error });
  }
}

const isPortTaken = (error: unknown): error is StandInError =>
  error instanceof StandInError && (error.cause as NodeJS.ErrnoException | undefined)?.code === 'EADDRINUSE';
