import { InvalidArgumentError, type Command } from 'commander';
import {
  applicationUsersFor,
  defaultApplicationUsers,
  privileges,
  unknowns,
  type DataverseStandInOptions,
  type DuplicateRule,
  type Privilege,
  type Unknowns,
} from '../../stand-ins/dataverse/src/index.js';
import { entraDefaults, type EntraStandInOptions } from '../../stand-ins/entra/src/index.js';
import { halves, wholeNumber } from './flag-values.js';
import { addLimits, limitsOf, type LimitsFlags } from './limits-flags.js';
import { STAND_IN_PORTS as PORTS } from '../stand-in-ports.js';

export interface StandInFlags extends LimitsFlags {
  host: string;
  port: number;
  url?: string;
  data?: string;
  lake?: string;
  schema?: string;
  bare?: boolean;
  withoutBulk?: string[];
  keyIndexSeconds?: number;
  entra: string;
  applicationUser?: string[];
  privilege?: Record<string, Privilege[]>;
  duplicateRule?: DuplicateRule[];
  unknown?: Partial<Unknowns>;
  keyFile?: string;
  lifetime?: number;
  organizationUrl?: string[];
}

export function addEntra(program: Command): Command {
  return shared(program.command('entra'), PORTS.entra)
    .description('Microsoft Entra ID: tokens by client credentials, discovery, keys.')
    .option('--key-file <file>', 'keep the signing key there from one run to the next')
    .option('--lifetime <seconds>', 'how long a token is valid (default: 3599)', wholeNumber)
    .option('--organization-url <urls...>', 'further Dataverse organisations that tokens may be for');
}

export function addDataverse(program: Command): Command {
  const command = shared(program.command('dataverse'), PORTS.dataverse)
    .description('One Dataverse organisation: its Web API v9.2.')
    .option('--data <directory>', 'keep the rows there; without it they end with the program')
    .option('--lake <folder>', 'write the lake there when the control door is asked to')
    .option(
      '--entra <url>',
      'the stand-in for Entra ID whose tokens it believes',
      `http://127.0.0.1:${PORTS.entra}`,
    )
    .option('--schema <file>', "the tables (default: the repository's dataverse/schema.yaml)")
    .option('--bare', 'only what the platform has: an environment before it is provisioned')
    .option('--without-bulk <tables...>', 'tables that know no CreateMultiple and its like')
    .option(
      '--key-index-seconds <seconds>',
      'how long the index of a new key takes (default: 2)',
      wholeNumber,
    )
    .option(
      '--application-user <ids...>',
      'applications that are users of the organisation, beside our services',
    )
    .option(
      '--privilege <application=privilege>',
      `what an application user may do: ${privileges.join(', ')}; may be repeated`,
      addPrivilege,
    )
    .option(
      '--duplicate-rule <table=columns>',
      'what a duplicate is, such as contact=emailaddress1,lastname; may be repeated',
      addDuplicateRule,
    )
    .option(
      '--unknown <name=answer>',
      `how to take what no page says, such as unchangedUpdate=sameVersion (the README has them all); may be repeated`,
      addUnknown,
    );
  return addLimits(command);
}

export function entraOptions({
  host,
  port,
  url,
  keyFile,
  lifetime,
  organizationUrl,
}: StandInFlags): EntraStandInOptions {
  return {
    host,
    port,
    ...(url && { publicUrl: url }),
    ...(keyFile && { keyFile }),
    ...(lifetime && { tokenLifetimeSeconds: lifetime }),
    ...(organizationUrl && { organizationUrls: organizationUrl }),
  };
}

export function dataverseOptions(flags: StandInFlags): DataverseStandInOptions {
  const { host, port, url, data, lake, schema, bare, withoutBulk, keyIndexSeconds } = flags;
  const { entra, applicationUser = [] } = flags;
  const { privilege, duplicateRule, unknown } = flags;
  const { tenantId } = entraDefaults;
  return {
    host,
    port,
    ...(url && { publicUrl: url }),
    ...(data && { dataDirectory: data }),
    ...(lake && { lakeDirectory: lake }),
    ...(schema && { schemaFile: schema }),
    ...(bare && { schema: 'standard' as const }),
    ...(withoutBulk && { withoutBulk }),
    ...(keyIndexSeconds && { keyIndexSeconds }),
    tokens: { tenantId, jwksUri: `${entra}/${tenantId}/discovery/v2.0/keys` },
    applicationUsers: applicationUsersFor([...Object.keys(defaultApplicationUsers), ...applicationUser]),
    ...(privilege && { privileges: privilege }),
    ...(duplicateRule && { duplicateRules: duplicateRule }),
    ...(unknown && { unknowns: unknown }),
    limits: limitsOf(flags),
  };
}

const shared = (command: Command, port: number) =>
  command
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--port <port>', 'the port to listen on; 0 takes a free one', portNumber, port)
    .option('--url <url>', 'how others reach it, when that is not the address it listens on');

function addPrivilege(text: string, before: Record<string, Privilege[]> = {}): Record<string, Privilege[]> {
  const [application, name] = halves(text);
  const privilege = privileges.find((one) => one === name);
  if (!privilege) throw new InvalidArgumentError(`There is no ${name}; there are ${privileges.join(', ')}.`);
  return { ...before, [application]: [...(before[application] ?? []), privilege] };
}

function addDuplicateRule(text: string, before: DuplicateRule[] = []): DuplicateRule[] {
  const [table, columns] = halves(text);
  return [...before, { table, columns: columns.split(',') }];
}

function addUnknown(text: string, before: Partial<Unknowns> = {}): Partial<Unknowns> {
  const [name, answer] = halves(text);
  if (!Object.hasOwn(unknowns, name))
    throw new InvalidArgumentError(`There is no ${name}; there are ${Object.keys(unknowns).join(', ')}.`);
  const { answers } = unknowns[name as keyof Unknowns];
  if (!(answers as readonly string[]).includes(answer))
    throw new InvalidArgumentError(`${name} is one of ${answers.join(', ')}.`);
  return { ...before, [name]: answer };
}

function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('It must be a port, 0 to 65535.');
  return Number(text);
}
