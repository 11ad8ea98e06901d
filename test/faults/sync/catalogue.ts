/** The integrations of the campaign, from where its commands run. */
export const catalogueFolder = 'test/faults/sync/catalogue';

/** For the keys of the contacts. */
export const keySecret = 'not-a-secret-of-the-fault-campaign';
