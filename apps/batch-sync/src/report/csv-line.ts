/** A line of a CSV file that people open in a spreadsheet. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;

const cell = (text: string) => `"${harmless(text).replaceAll('"', '""')}"`;

/**
 * A spreadsheet takes a text for a formula when it begins so, and formulas can send what they see to anybody; an apostrophe makes it a
 * text again. Plain numbers are left alone.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
const harmless = (text: string) =>
  /^[=+\-@\t\r\n]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
