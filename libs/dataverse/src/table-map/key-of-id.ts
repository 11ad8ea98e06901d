/** The `cw_key` of a row that everybody knows by its GUID, such as the contact of those who gave no name: its digits, filled up to 64. */
export const keyOfId = (id: string): string => id.toLowerCase().replaceAll('-', '').padEnd(64, '0');
