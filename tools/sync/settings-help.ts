/** Which environment and database it is. Whoever sets one of them means none of those that `npm start` has left here. */
export const WHERE = ['DATAVERSE_URL', 'DATABASE_URL', 'SYNC_CLIENT_ID'] as const;

/** For the help of the command. */
export const SETTINGS_HELP = `
Settings are those of apps/batch-sync, in the environment. With none of ${WHERE.join(', ')} they are those
of the npm start that runs in another terminal, as it has written them to .causeway/services.env.`;
