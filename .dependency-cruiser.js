/** Imports go one way: apps use libs, never each other; nothing that ships imports a stand-in. */
/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'apps-do-not-import-each-other',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-do-not-import-apps-or-tools',
      severity: 'error',
      from: { path: '^libs/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(apps|tools|test)/' },
    },
    {
      name: 'what-ships-never-imports-a-stand-in',
      severity: 'error',
      from: { path: '^(apps|libs)/' },
      to: { path: '^stand-ins/' },
    },
    {
      name: 'stand-ins-share-no-code-with-the-product',
      severity: 'error',
      from: { path: '^stand-ins/' },
      to: { path: '^(apps|libs|tools)/' },
    },
    {
      name: 'stand-ins-do-not-import-each-other',
      severity: 'error',
      from: { path: '^stand-ins/([^/]+)/' },
      to: { path: '^stand-ins/', pathNot: '^stand-ins/($1|control)/' },
    },
    {
      name: 'libs-are-entered-by-the-front-door',
      severity: 'error',
      from: { path: '^(apps|tools|test)/' },
      to: { path: '^libs/[^/]+/src/.+', pathNot: '^libs/[^/]+/src/(index|nest|testing)\\.ts$' },
    },
    {
      name: 'a-lib-enters-another-by-the-front-door',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/[^/]+/src/.+', pathNot: '^libs/($1/.+|[^/]+/src/(index|nest|testing)\\.ts)$' },
    },
    {
      name: 'the-testing-door-is-for-specs',
      severity: 'error',
      from: { path: '^(apps|libs|tools|stand-ins)/', pathNot: '(\\.spec|/testing)\\.ts$' },
      to: { path: '^libs/[^/]+/src/testing\\.ts$|^test/' },
    },
    {
      name: 'resilience-knows-neither-nest-nor-http',
      severity: 'error',
      from: { path: '^libs/resilience/' },
      to: { path: 'node_modules/(@nestjs|axios|undici)|^libs/(http|dataverse)/' },
    },
    {
      // Who has no Nest uses the clients all the same; what Nest needs of them stands behind their second door, `nest.ts`.
      name: 'the-front-door-knows-no-nest',
      severity: 'error',
      from: {
        path: '^libs/(auth|config|database|dataverse|dataverse-schema|http|lake|near-names|resilience|telemetry)/src/index\\.ts$',
      },
      to: { path: 'node_modules/(@nestjs|reflect-metadata)/', reachable: true },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['causeway-source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
