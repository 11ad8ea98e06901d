/** What the repository's own package.json says, as far as a package takes it over. */
export interface RootManifest {
  version: string;
  license: string;
  engines: Readonly<Record<string, string>>;
  dependencies: Readonly<Record<string, string>>;
}

/** What a package is called, and what it imports of others behind each of its doors. */
export interface PackageParts {
  lib: string;
  description: string;
  /** Behind the front door. */
  needed: ReadonlySet<string>;
  /** Behind the front door and the door for Nest. */
  neededWithNest: ReadonlySet<string>;
}

/** The package.json of a package: who does not enter by the door for Nest need not have Nest. */
export function manifestOf(root: RootManifest, { lib, description, needed, neededWithNest }: PackageParts) {
  const { version, license, engines } = root;
  const dependencies = versionsOf(root, needed);
  const nestOnly = [...neededWithNest].filter((name) => !needed.has(name));
  // Whoever brings Nest brings a version of their own: an exact one would give them a second Nest beside it.
  const peerDependencies = mapValues(versionsOf(root, nestOnly), (exact) => `^${exact}`);
  return {
    name: `@causeway/${lib}`,
    version,
    description,
    license,
    type: 'module',
    engines,
    exports: { '.': door(lib, 'index'), './nest': door(lib, 'nest') },
    imports: { '#lib/*/nest': './libs/*/src/nest.js', '#lib/*': './libs/*/src/index.js' },
    files: ['libs'],
    dependencies,
    peerDependencies,
    peerDependenciesMeta: mapValues(peerDependencies, () => ({ optional: true })),
  };
}

const door = (lib: string, name: string) => ({
  types: `./libs/${lib}/src/${name}.d.ts`,
  default: `./libs/${lib}/src/${name}.js`,
});

function versionsOf({ dependencies }: RootManifest, names: Iterable<string>): Record<string, string> {
  return Object.fromEntries([...names].sort().map((name) => [name, versionOf(dependencies, name)]));
}

function versionOf(dependencies: RootManifest['dependencies'], name: string): string {
  const version = dependencies[name];
  if (version === undefined) throw new Error(`${name} is imported, but it is no dependency of package.json.`);
  return version;
}

const mapValues = <From, To>(values: Record<string, From>, map: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
