import { isLoopback } from './environment.js';

/** Why nothing may be written to an address, in words; undefined when it may. */
export const refusalOf = (url: string, isSandbox: boolean): string | undefined =>
  isSandbox || isLoopback(url)
    ? undefined
    : `${url} is not on this machine. Rows would be written there: say --yes-this-is-a-sandbox if they may.`;
