import { malformedDeltaToken } from '../../errors.js';

/** From where changes are told: those with a higher version. */
export interface DeltaToken {
  version: number;
  /** Milliseconds since 1970, to the second. */
  issuedAt: number;
}

const TOKEN = /^(\d{1,15})!(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d)$/;

/** `919042!08/22/2017 08:10:44`, the form of the examples, which clients must not rely on. */
export function deltaTokenText({ version, issuedAt }: DeltaToken): string {
  const [, year, month, day, time] = /^(.{4})-(..)-(..)T(.{8})/.exec(new Date(issuedAt).toISOString()) ?? [];
  return `${version}!${month}/${day}/${year} ${time}`;
}

/** As it stands in a link: `919042%2108%2f22%2f2017%2008%3a10%3a44`. */
export const writeDeltaToken = (token: DeltaToken): string =>
  deltaTokenText(token).replace(
    /[^\d]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );

/** Reads one that has been decoded once, as every query option. */
export function readDeltaToken(text: string): DeltaToken {
  const [, version, month, day, year, ...time] = TOKEN.exec(text) ?? [];
  const issuedAt = Date.parse(`${year}-${month}-${day}T${time.join(':')}Z`);
  if (Number.isNaN(issuedAt)) throw malformedDeltaToken();
  return { version: Number(version), issuedAt };
}
