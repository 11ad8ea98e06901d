import { z } from 'zod';

/** The kinds of setting that several apps have, as text from the environment. */
export const setting = {
  /** A TCP port; 0 takes a free one. */
  port: (fallback: number) =>
    z.coerce.number({ error: 'must be a number' }).int().min(0).max(65_535).default(fallback),
  /** A duration in milliseconds. */
  milliseconds: (fallback: number) =>
    z.coerce.number({ error: 'must be a number' }).int().min(0).default(fallback),
  /** A whole number of at least one. */
  count: (fallback: number) => z.coerce.number({ error: 'must be a number' }).int().min(1).default(fallback),
  /** An http or https address, without the slash at its end. */
  url: () =>
    z
      .url({ protocol: /^https?$/, error: 'must be an http or https address' })
      .transform((url) => url.replace(/\/+$/, '')),
  /** A PostgreSQL connection string. */
  postgresUrl: () => z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// address' }),
  /** A Redis connection string; `rediss` is the one with TLS. */
  redisUrl: () => z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// address' }),
  /** A secret: at least `minLength` characters, never printed. */
  secret: (minLength = 1) => z.string().min(minLength, `must have at least ${minLength} characters`),
  /** A GUID, as Entra ID and Dataverse write them. */
  guid: () => z.guid({ error: 'must be a GUID' }).transform((guid) => guid.toLowerCase()),
};
