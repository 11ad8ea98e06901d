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
  /** The same, where not to set it means something of its own. */
  optionalCount: () => z.coerce.number({ error: 'must be a number' }).int().min(1).optional(),
  /** Shares by name, such as `interactive=0.02,event=0.01`. */
  shares: <Name extends string>(...names: Name[]) =>
    z
      .string()
      .refine((text) => sharesIn(text).every(([name, share]) => names.includes(name as Name) && share >= 0), {
        error: `must be shares such as ${names.map((name) => `${name}=0.01`).join(',')}`,
      })
      .transform((text) => Object.fromEntries(sharesIn(text)) as Partial<Record<Name, number>>),
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

const sharesIn = (text: string): [name: string, share: number][] =>
  text.split(',').map((part) => {
    const [, name = '', share] = /^ ?([a-z]+)=(0|0?\.\d+)$/.exec(part) ?? [];
    return [name, Number(share)];
  });
