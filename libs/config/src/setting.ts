import { z } from 'zod';

/** The kinds of setting that several apps have, as text from the environment. */
export const setting = {
  /** A TCP port; 0 takes a free one. */
  port: (fallback: number) =>
    wholeNumber({ min: 0, max: 65_535, error: 'must be a port, 0 to 65535' }).default(fallback),
  /** A duration in milliseconds. */
  milliseconds: (fallback: number) =>
    wholeNumber({ min: 0, error: 'must be a whole number of milliseconds, 0 or above' }).default(fallback),
  /** A whole number of at least one. */
  count: (fallback: number) => aboveZero().default(fallback),
  /** The same, where not to set it means something of its own. */
  optionalCount: () => aboveZero().optional(),
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
  /** From which level on lines are logged. */
  logLevel: () => z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** A GUID, as Entra ID and Dataverse write them. */
  guid: () => z.guid({ error: 'must be a GUID' }).transform((guid) => guid.toLowerCase()),
};

/** Whatever is wrong with it, the same words say what would be right. */
const wholeNumber = ({
  min,
  max = Number.MAX_SAFE_INTEGER,
  error,
}: {
  min: number;
  max?: number;
  error: string;
}) => z.coerce.number({ error }).int({ error, abort: true }).min(min, { error }).max(max, { error });

const aboveZero = () => wholeNumber({ min: 1, error: 'must be a whole number above 0' });

const sharesIn = (text: string): [name: string, share: number][] =>
  text.split(',').map((part) => {
    const [, name = '', share] = /^ ?([a-z]+)=(0|0?\.\d+)$/.exec(part) ?? [];
    return [name, Number(share)];
  });
