/** A record of a CSV file, by the lower-case names of its header. */
export type CsvRecord = Readonly<Record<string, string>>;

/** Reads RFC 4180 by hand, character by character. What has another number of fields than the header is an error. */
export function csvRecords(text: string): CsvRecord[] {
  const [header = [], ...records] = csvCells(text);
  const names = header.map((name) => name.trim().toLowerCase());
  return records.map((cells, index) => {
    if (cells.length !== names.length)
      throw new Error(`Record ${index + 1} has ${cells.length} of ${names.length} fields.`);
    return Object.fromEntries(names.map((name, place) => [name, cells[place] ?? '']));
  });
}

/** All cells, the header first. Empty lines are no records. */
export function csvCells(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endRecord = () => {
    record.push(cell);
    if (record.length > 1 || cell !== '') records.push(record);
    [record, cell] = [[], ''];
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (character === '"' && cell === '') isQuoted = true;
    else if (character === ',') {
      record.push(cell);
      cell = '';
    } else if (character === '\n') endRecord();
    else if (character !== '\r' || text.charAt(at + 1) !== '\n') cell += character;
  }
  endRecord();
  return records;
}
