import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** An empty project that has one package installed, as a registry would give it. */
export class InstalledPackage {
  private constructor(
    readonly project: string,
    /** What the package's file holds, as npm says. */
    readonly files: readonly string[],
  ) {}

  /** Packs what lies in `directory` and installs it. Nothing is fetched: its dependencies are linked from here. */
  static async from(directory: string): Promise<InstalledPackage> {
    const project = await mkdtemp(join(tmpdir(), 'consumer-'));
    const pack = ['pack', resolve(directory), '--json', '--offline', '--ignore-scripts'];
    const { stdout } = await execute('npm', pack, { cwd: project });
    const [packed] = JSON.parse(stdout) as [{ name: string; filename: string; files: { path: string }[] }];
    const home = join(project, 'node_modules', packed.name);
    await mkdir(home, { recursive: true });
    await execute('tar', ['-xzf', join(project, packed.filename), '--strip-components=1', '-C', home]);
    const installed = new InstalledPackage(
      project,
      packed.files.map(({ path }) => path),
    );
    const { dependencies } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies)) await installed.link(name);
    return installed;
  }

  /** Gives the project a package that we have, too. */
  async link(name: string): Promise<void> {
    const path = join(this.project, 'node_modules', name);
    await mkdir(dirname(path), { recursive: true });
    await symlink(resolve('node_modules', name), path, 'dir');
  }

  /** Runs a program of Node in the project, and gives what it printed. */
  async node(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
    const { PATH } = process.env;
    const { stdout } = await execute(process.execPath, [...args], {
      cwd: this.project,
      env: { PATH, ...env },
      timeout: 60_000,
    });
    return stdout;
  }

  async remove(): Promise<void> {
    await rm(this.project, { recursive: true, force: true });
  }
}
