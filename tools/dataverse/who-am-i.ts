import { assertFolderOf, writeJson } from '../json-file.js';
import type { Subcommand } from './subcommand.js';

/** `whoami`: whether settings, token and application user are right, and who that user is. */
export const whoAmI: Subcommand = (program, choose) => {
  program
    .command('whoami')
    .description('Says which application user this is: the shortest way to see that everything is set up.')
    .option('--json <file>', 'write it there instead; - is the standard output')
    .action(({ json }: { json?: string }) =>
      choose(async ({ client, url, signal }) => {
        if (json) await assertFolderOf(json);
        const { userId, organizationId, businessUnitId } = await client.whoAmI({ signal });
        if (json) await writeJson(json, { url, userId, organizationId, businessUnitId });
        else {
          process.stdout.write(
            `environment    ${url}\nsystem user    ${userId}\norganisation   ${organizationId}\nbusiness unit  ${businessUnitId}\n`,
          );
        }
        return 0;
      }),
    );
};
