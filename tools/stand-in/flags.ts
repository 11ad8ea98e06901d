import { InvalidArgumentError, type Command } from 'commander';
import { applicationUsersFor, type DataverseStandInOptions } from '../../stand-ins/dataverse/src/index.js';
import { entraDefaults, type EntraStandInOptions } from '../../stand-ins/entra/src/index.js';
import { STAND_IN_PORTS as PORTS } from '../stand-in-ports.js';

export interface StandInFlags {
  host: string;
  port: number;
  url?: string;
  data?: string;
  schema?: string;
  bare?: boolean;
  keyIndexSeconds?: number;
  entra: string;
  requests?: number;
  window: number;
  limits: boolean;
  applicationUser?: string[];
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
  return shared(program.command('dataverse'), PORTS.dataverse)
    .description('One Dataverse organisation: its Web API v9.2.')
    .option('--data <directory>', 'keep the rows there; without it they end with the program')
    .option(
      '--entra <url>',
      'the stand-in for Entra ID whose tokens it believes',
      `http://127.0.0.1:${PORTS.entra}`,
    )
    .option('--schema <file>', "the tables (default: the repository's dataverse/schema.yaml)")
    .option('--bare', 'only what the platform has: an environment before it is provisioned')
    .option(
      '--key-index-seconds <seconds>',
      'how long the index of a new key takes (default: 2)',
      wholeNumber,
    )
    .option('--requests <count>', 'requests that a user may send in a window (default: 6000)', wholeNumber)
    .option('--window <seconds>', 'the length of that window', wholeNumber, 300)
    .option('--no-limits', 'no limit on requests')
    .option(
      '--application-user <ids...>',
      'applications that are users of the organisation, beside our services',
    );
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
  const { host, port, url, data, schema, bare, keyIndexSeconds } = flags;
  const { entra, requests, window, limits, applicationUser = [] } = flags;
  const { tenantId, clients } = entraDefaults;
  const ours = [clients['website-intake'], clients.sharepoint, clients.administrator];
  return {
    host,
    port,
    ...(url && { publicUrl: url }),
    ...(data && { dataDirectory: data }),
    ...(schema && { schemaFile: schema }),
    ...(bare && { schema: 'standard' as const }),
    ...(keyIndexSeconds && { keyIndexSeconds }),
    tokens: { tenantId, jwksUri: `${entra}/${tenantId}/discovery/v2.0/keys` },
    applicationUsers: applicationUsersFor([
      ...ours.map(({ applicationId }) => applicationId),
      ...applicationUser,
    ]),
    limits: limits ? { requests: requests ?? 6_000, windowSeconds: window } : 'off',
  };
}

const shared = (command: Command, port: number) =>
  command
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--port <port>', 'the port to listen on; 0 takes a free one', portNumber, port)
    .option('--url <url>', 'how others reach it, when that is not the address it listens on');

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}

function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('It must be a port, 0 to 65535.');
  return Number(text);
}
