import { once } from 'node:events';
import { startDataverseStandIn } from '../../stand-ins/dataverse/src/index.js';
import { startEntraStandIn } from '../../stand-ins/entra/src/index.js';
import { commandWithSubcommands, run } from '../run.js';
import { dataverseInWords, entraInWords } from './credentials.js';
import { addDataverse, addEntra, dataverseOptions, entraOptions, type StandInFlags } from './flags.js';

interface StandIn {
  url: string;
  close(): Promise<void>;
}

/** What the command line asked for; filled in by commander when it has read it. */
let start: () => Promise<{ standIn: StandIn; words: string }>;

const command = commandWithSubcommands('stand-in').description(
  'Starts a stand-in for a cloud service on this machine, until Ctrl-C.',
);

addEntra(command).action((flags: StandInFlags) => {
  start = async () => {
    const standIn = await startEntraStandIn(entraOptions(flags));
    return { standIn, words: entraInWords(standIn.url) };
  };
});

addDataverse(command).action((flags: StandInFlags) => {
  start = async () => {
    const standIn = await startDataverseStandIn(dataverseOptions(flags));
    return { standIn, words: dataverseInWords(standIn.url, flags.entra) };
  };
});

await run(command, async (_, signal) => {
  const { standIn, words } = await start();
  process.stdout.write(`${words}\nCtrl-C ends it.\n`);
  if (!signal.aborted) await once(signal, 'abort');
  await standIn.close();
  return 0;
});
