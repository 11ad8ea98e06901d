import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DeliveryRefusedError } from '../delivery-refused-error.js';
import { LONGEST_ROW } from './limits.js';
import { readIntegration, rowsOf } from './testing.js';

const csv = readIntegration(
  { kind: 'csv' },
  {
    id: {},
    name: { from: ['Organization name', 'Organization'], required: true },
    ouvert: { type: 'boolean' },
    places: { type: 'number', nothing: ['NA'] },
  },
  { key: ['id'] },
);
const json = readIntegration({ kind: 'json' }, { id: { required: true } });
const nested = readIntegration({ kind: 'json', rows: 'data.rows' }, { id: {} });
const geojson = readIntegration({ kind: 'geojson' }, { id: {} });
const xml = readIntegration({ kind: 'xml', row: 'work' }, { id: { required: true } });
const either = readIntegration([{ kind: 'csv' }, { kind: 'csv', delimiter: ';' }, { kind: 'json' }], {
  id: { required: true },
  name: {},
});

const typed = readIntegration(
  { kind: 'csv' },
  { open: { type: 'boolean' }, places: { type: 'number', nothing: ['NO'] }, lit: { type: 'boolean' } },
);
const typedRows = (line: string) => `id,open,places,length,lit,name\n${`${line}\n`.repeat(30)}`;

const attributes = (count: number) => Array.from({ length: count }, (_, at) => `a${at}="" `).join('');

const HEADER = 'id,Organization name,ouvert,places\n';

const refusalOf = async (...[integration, content]: Parameters<typeof rowsOf>) => {
  const error = await rowsOf(integration, content, { name: 'delivery.csv', pieceBytes: 50_000 }).catch(
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(DeliveryRefusedError);
  const { code, message } = error as DeliveryRefusedError;
  return [code, message];
};

describe('a delivery is refused whole', () => {
  it.each([
    ['when nothing is in it', csv, ''],
    ['when nothing but white space is in it', csv, '\n \r\n'],
    ['when nothing but a byte order mark is in it', csv, '\ufeff'],
    ['when nothing is in its packing', csv, gzipSync('')],
    ['when a JSON file is empty', json, ''],
    ['when an XML file is empty', xml, ''],
  ])('%s', async (_, integration, content) => {
    expect(await refusalOf(integration, content)).toEqual([
      'delivery-empty',
      'delivery.csv is refused: nothing is in it.',
    ]);
  });

  it.each([
    ['a header and no row', csv, HEADER, 'it has a header and no row.'],
    ['an array without rows', json, '[]', 'it has no row.'],
    [
      'a document without the element of its rows',
      xml,
      '<roadworks>\n<planned_work><id>1</id></planned_work></roadworks>',
      'it has no element "work". It has: roadworks, planned_work, id.',
    ],
  ])('when it has %s', async (_, integration, content, says) => {
    const [code, message] = await refusalOf(integration, content);
    expect(code).toBe('delivery-without-rows');
    expect(message).toContain(says);
  });

  it.each([
    [
      'a column was renamed',
      csv,
      'id,Organisation name,ouvert,places\n1,a,true,2\n',
      'delivery.csv is refused at line 1: the column "Organization name" is missing (perhaps "Organisation name" is its new name). It has: id, Organisation name, ouvert, places.',
    ],
    [
      'a column is gone, though nothing is like it',
      csv,
      'id,ouvert\n1,true\n',
      'delivery.csv is refused at line 1: the column "Organization name" is missing. It has: id, ouvert.',
    ],
    [
      'the column of its key is gone',
      csv,
      'ident,Organization\n1,a\n',
      'delivery.csv is refused at line 1: the column "id" is missing. It has: ident, Organization.',
    ],
    [
      'its header is gone, and whose values stand there is not told',
      csv,
      '1,Ada Lovelace,true,5\n2,b,false,6\n',
      'delivery.csv is refused at line 1: none of its columns is known; its header may be missing, or it is another file.',
    ],
    [
      'no row of a JSON file has it',
      readIntegration({ kind: 'json' }, { id: { required: true }, name: {} }),
      '[{"idd": 1, "name": "a"}, {"name": "b"}]',
      'delivery.csv is refused: the column "id" is missing (perhaps "idd" is its new name). It has: idd, name.',
    ],
    [
      'no row of an XML file has it',
      readIntegration({ kind: 'xml', row: 'work' }, { reference: { required: true }, road: {} }),
      '<works><work><ref>1</ref><road>M1</road></work></works>',
      'delivery.csv is refused: the column "reference" is missing. It has: ref, road.',
    ],
  ])('when %s', async (_, integration, content, message) => {
    expect(await refusalOf(integration, content)).toEqual(['delivery-column-missing', message]);
  });

  it('when two columns have one name', async () => {
    expect(await refusalOf(csv, 'id,Organization name,note,Note \n1,a,b,c\n')).toEqual([
      'delivery-column-twice',
      'delivery.csv is refused at line 1: the column "Note" is there twice, so nobody knows which of them counts.',
    ]);
  });

  it('when its header has a quote where none may stand', async () => {
    expect(await refusalOf(csv, '\n\nid,5" pipe,Organization\n1,2,a\n')).toEqual([
      'delivery-malformed',
      'delivery.csv is refused at line 1: its header has a quote inside of a name.',
    ]);
  });

  it('when no row is as wide as its header', async () => {
    expect(await refusalOf(csv, `${HEADER}1,a,true,2,\n2,b,true,3,\n`)).toEqual([
      'delivery-columns-shifted',
      'delivery.csv is refused: its header has 4 columns and every row 5 fields, so nobody knows which is which.',
    ]);
  });

  it.each([
    ['right', 'x,A1,true,5,6,false'],
    ['left', 'true,5,6,false,Ada,'],
  ])('when its values stand one column to the %s', async (side, line) => {
    expect(await refusalOf(typed, typedRows(line))).toEqual([
      'delivery-columns-shifted',
      `delivery.csv is refused: its values stand one column to the ${side} of where its header says.`,
    ]);
  });

  it.each([
    [
      'its packing ends in the middle',
      csv,
      gzipSync(`${HEADER}1,a,true,2\n`).subarray(0, -5),
      'packing (gzip) ends',
    ],
    [
      'a quoted field never ends',
      csv,
      `${HEADER}1,"a,true,2\n2,b,true,3\n`,
      'after row 0: a quoted field never ends',
    ],
    [
      'its last line ends before its last field',
      csv,
      `${HEADER}1,a,true,2\n2,b,tr`,
      'after row 1: its last line ends after 3 of 4 fields',
    ],
    [
      'its only line ends before its last field',
      csv,
      `${HEADER}1,a,tr`,
      'after row 0: its last line ends after 3 of 4 fields',
    ],
    [
      'a JSON file ends between rows',
      json,
      '[{"id": 1}, {"id": 2},',
      'after row 2: the document ends in the middle',
    ],
    [
      'a JSON file ends in a row',
      json,
      '[{"id": 1}, {"id": "2',
      'after row 1: the document ends in the middle',
    ],
    [
      'a JSON file ends before its last bracket',
      nested,
      '{"data": {"rows": [{"id": 1}]}',
      'after row 1: the document ends',
    ],
    [
      'an XML file ends between rows',
      xml,
      '<works><work><id>1</id></work>',
      'the document ends in the middle',
    ],
    [
      'an XML file ends in a name',
      xml,
      '<works>\n<work><id>1</id></wo',
      'at line 2: the document ends in the middle',
    ],
  ])('when %s', async (_, integration, content, says) => {
    const [code, message] = await refusalOf(integration, content);
    expect(code).toBe('delivery-truncated');
    expect(message).toContain(says);
  });

  it('when its packing is damaged', async () => {
    const packed = gzipSync(`${HEADER}1,a,true,2\n`);
    packed[20] = (packed[20] ?? 0) ^ 0xff;
    packed[packed.length - 6] = (packed[packed.length - 6] ?? 0) ^ 0xff;
    expect((await refusalOf(csv, packed))[0]).toBe('delivery-damaged');
  });

  it.each([
    [
      'CSV',
      csv,
      `${HEADER}1,a,true,2\n<<<<<<< HEAD\n2,b,true,2\n=======\n2,c,true,2\n>>>>>>> theirs\n`,
      ' after row 1',
    ],
    [
      'CSV before its header',
      csv,
      `<<<<<<< HEAD\n${HEADER}=======\n${HEADER}>>>>>>> theirs\n1,a,true,2\n`,
      ' at line 1',
    ],
    ['JSON', json, '[\n{"id": 1},\n<<<<<<< HEAD\n{"id": 2}\n=======\n{"id": 3}\n>>>>>>> theirs\n]', ''],
    ['XML', xml, '<works>\n<<<<<<< HEAD\n<work/>\n=======\n>>>>>>> theirs\n</works>', ''],
  ])('when the marks of a merge conflict are in it: %s', async (_, integration, content, where) => {
    expect(await refusalOf(integration, content)).toEqual([
      'delivery-merge-conflict',
      `delivery.csv is refused${where}: it has the marks of a merge conflict (such as <<<<<<<): two versions of the file are in it.`,
    ]);
  });

  it.each([
    [
      'that are no UTF-8',
      csv,
      Buffer.from(`${HEADER}1,a,true,2\n2,Zo\u00eb,true,3\n`, 'latin1'),
      ' at line 3',
    ],
    [
      'that are cut off inside of a character',
      csv,
      Buffer.from(`${HEADER}1,aë`).subarray(0, -1),
      ' at line 2',
    ],
    ['that are no UTF-16', csv, Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]), ' at line 1'],
    [
      'that are not what XML says they are',
      xml,
      Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<w>\u00eb</w>', 'latin1'),
      ' at line 2',
    ],
  ])('when it has bytes %s', async (_, integration, content, where) => {
    const [code, message] = await refusalOf(integration, content);
    expect(code).toBe('delivery-wrong-encoding');
    expect(message).toContain(`delivery.csv is refused${where}: it has bytes that are no UTF-`);
  });

  it('when it names an encoding that nobody knows', async () => {
    expect(await refusalOf(xml, '<?xml version="1.0" encoding="klingon-8"?><w/>')).toEqual([
      'delivery-wrong-encoding',
      'delivery.csv is refused: it says that its encoding is klingon-8, which nobody knows.',
    ]);
  });

  it.each([csv, json, xml])('when it is a web page', async (integration) => {
    for (const page of [
      '<!DOCTYPE html>\n<title>Sign in</title>',
      '\n  <HTML lang="en"><body>',
      '\ufeff<html>',
    ])
      expect(await refusalOf(integration, page)).toEqual([
        'delivery-web-page',
        'delivery.csv is refused: it is a web page, such as the login page of a portal, and not the data.',
      ]);
  });

  it.each([
    ['an Excel workbook', Buffer.from('504b030414000600', 'hex'), 'a ZIP archive or an Excel workbook'],
    [
      'an old Excel workbook',
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      'a document of an old Microsoft Office',
    ],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'a PDF document'],
    ['packed twice', gzipSync(gzipSync(HEADER)), 'packed (gzip) twice'],
    ['full of zeros, as after a crash', Buffer.alloc(5_000), 'bytes that no text has'],
    ['UTF-16 without its mark', Buffer.from(HEADER, 'utf16le'), 'bytes that no text has'],
  ])('when it is %s', async (_, content, says) => {
    const [code, message] = await refusalOf(csv, content);
    expect(code).toBe('delivery-no-text');
    expect(message).toContain(says);
  });

  it.each([
    [
      'JSON that stops being JSON',
      json,
      '[{"id": 1}, {"id": oops}]',
      'after row 0: what follows is no JSON.',
    ],
    ['CSV where JSON is expected', json, 'id\n1\n', 'what follows is no JSON.'],
    ['JSON without an array', json, '{"error": "quota"}', 'it is no array of rows.'],
    [
      'JSON without an array where it should be',
      nested,
      '{"data": {"rows": {}}}',
      'it has no array of rows at "data.rows".',
    ],
    [
      'GeoJSON without features',
      geojson,
      '{"type": "FeatureCollection"}',
      'it has no array of rows at "features".',
    ],
    [
      'XML that is not well-formed',
      xml,
      '<works>\n<work></works>',
      'at line 2: what stands here is no well-formed XML.',
    ],
    [
      'XML with an entity of its own',
      xml,
      '<!DOCTYPE w [<!ENTITY a "aaaa">]>\n<w>&a;</w>',
      'no well-formed XML',
    ],
    ['CSV where XML is expected', xml, 'id\n1\n', 'at line 1: what stands here is no well-formed XML.'],
  ])('when it is %s', async (_, integration, content, says) => {
    const [code, message] = await refusalOf(integration, content);
    expect(code).toBe('delivery-malformed');
    expect(message).toContain(says);
  });

  it.each([
    ['a field of CSV is', csv, `${HEADER}1,"${'a'.repeat(LONGEST_ROW + 1)}`, ' after row 0: a row is longer'],
    [
      'a text of JSON is',
      json,
      `[{"id": 1}, {"id": "${'a'.repeat(LONGEST_ROW)}`,
      ' after row 1: a row is longer',
    ],
    ['a number of JSON is', json, `[{"id": ${'1'.repeat(LONGEST_ROW)}`, ' after row 0: a row is longer'],
    ['a name of JSON is', json, `[{"${'a'.repeat(LONGEST_ROW)}`, ' after row 0: a row is longer'],
    ['a list of JSON is', json, `[[${'1,'.repeat(LONGEST_ROW / 16)}`, ' after row 0: a row is longer'],
    ['a text of XML is', xml, `<w><work><id>${'a'.repeat(LONGEST_ROW)}`, ': an element is longer'],
    ['an attribute of XML is', xml, `<w><work ${attributes(LONGEST_ROW / 16)}`, ': '],
  ])('when %s longer than any row should be', async (_, integration, content, says) => {
    const [code, message] = await refusalOf(integration, content);
    expect(code).toBe('delivery-row-too-large');
    expect(message).toContain(`delivery.csv is refused`);
    expect(message).toContain(says);
  });

  it.each([
    ['of JSON', json, '['.repeat(100_000)],
    ['of JSON, each in an object', json, `[${'{"a":'.repeat(100_000)}`],
    ['of XML', xml, '<a>'.repeat(100_000)],
  ])('when values %s lie in each other without end', async (_, integration, content) => {
    const [code, message] = await refusalOf(integration, content);
    expect(code).toBe('delivery-row-too-large');
    expect(message).toContain('more than 64 deep');
  });

  it('when it is in none of several formats', async () => {
    for (const content of ['<works/>', '{"id": 1}', 'number,name\n1,a\n'])
      expect(await refusalOf(either, content)).toEqual([
        'delivery-unknown-format',
        'delivery.csv is refused: it begins as none of the formats that the source is said to write, with all required columns: csv, csv, json.',
      ]);
  });
});

describe('a delivery is not refused', () => {
  it('when it is in the second of its formats, whatever its name', async () => {
    const expected = [{ number: 1, values: { id: '1', name: 'a' } }];
    for (const content of [
      'id,name\n1,a\n',
      '"id";name\r\n1;a\r\n',
      ' [{"id": 1, "name": "a"}]',
      '\ufeffname;id\na;1',
    ])
      for (const file of [content, gzipSync(content)]) expect(await rowsOf(either, file)).toEqual(expected);
  });

  it('when its last line has all of its fields and no end', async () => {
    expect(await rowsOf(csv, `${HEADER}1,a,true,`)).toEqual([
      { number: 1, values: { id: '1', name: 'a', ouvert: 'true' } },
    ]);
  });

  it.each([
    ['one column alone has no value of its type', 'A1,yes,5,6,true,Ada'],
    ['columns have no value of their type, nor has their neighbour', 'A1,yes,5,6,no,Ada'],
    ['most values are missing', 'A1,,,,,Ada'],
    ['all is well', 'A1,true,5,6,FALSE,Ada'],
  ])('for shifted columns when %s', async (_, line) => {
    expect(await rowsOf(typed, typedRows(line))).toHaveLength(30);
  });

  it('when a text has lines that look like the marks of a conflict', async () => {
    const [row] = await rowsOf(csv, `${HEADER}1,"see:\n<<<<<<< HEAD\n>>>>>>> x",true,2\n`);
    expect(row?.values['name']).toBe('see:\n<<<<<<< HEAD\n>>>>>>> x');
  });

  it('when its gzip has several members', async () => {
    const packed = Buffer.concat([gzipSync(HEADER), gzipSync('1,a,true,2\n')]);
    expect(await rowsOf(csv, packed)).toHaveLength(1);
  });
});
