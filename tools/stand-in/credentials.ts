import { entraDefaults } from '../../stand-ins/entra/src/index.js';

/** Where the stand-in for Entra ID answers, and everybody who may ask it for a token. */
export function entraInWords(url: string): string {
  const { tenantId, apis, clients } = entraDefaults;
  const lines = [
    `Stand-in for Entra ID       ${url}`,
    `tenant                      ${tenantId}`,
    `token endpoint              ${url}/${tenantId}/oauth2/v2.0/token`,
    `control door                ${url}/_control/stats`,
    '',
    'APIs (scope api://<name>/.default)',
    ...Object.values(apis).map(({ name, applicationId, roles }) => row(name, applicationId, roles.join(' '))),
    '',
    'Clients (made up: they open nothing but the stand-ins)',
    ...Object.values(clients).map(({ name, applicationId, secret }) => row(name, applicationId, secret)),
  ];
  return lines.join('\n');
}

/** Where the stand-in for Dataverse answers, and how to get in. */
export function dataverseInWords(url: string, entraUrl: string): string {
  const { tenantId, clients } = entraDefaults;
  const { applicationId, secret } = clients['website-intake'];
  return [
    `Stand-in for Dataverse      ${url}/api/data/v9.2/`,
    `control door                ${url}/_control/stats`,
    `token endpoint              ${entraUrl}/${tenantId}/oauth2/v2.0/token`,
    `scope                       ${url}/.default`,
    `client id                   ${applicationId}`,
    `client secret               ${secret}`,
  ].join('\n');
}

const row = (name: string, ...cells: string[]) => `  ${name.padEnd(24)}  ${cells.join('  ')}`;
