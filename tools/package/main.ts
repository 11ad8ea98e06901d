import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { run } from '../run.js';
import { buildPackage, type PackageName, PACKAGES } from './build-package.js';

const command = new Command('package')
  .description('Writes a lib as a package that npm can publish: what it needs, and nothing else.')
  .addArgument(new Argument('<lib>', 'which one').choices(Object.keys(PACKAGES)))
  .option('--out <path>', 'where packages are written', join('dist', 'packages'));

await run(command, async ({ out }: { out: string }) => {
  const [lib] = command.processedArgs as [PackageName];
  const directory = join(out, lib);
  await buildPackage(lib, directory);
  process.stdout.write(
    `${directory}\nnpm pack ./${directory} makes a file of it, npm publish ./${directory} publishes it.\n`,
  );
  return 0;
});
