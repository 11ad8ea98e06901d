import { describe, expect, it } from 'vitest';
import { readIntegration, rowsOf } from '../testing.js';

const people = readIntegration(
  { kind: 'csv' },
  { id: { required: true }, name: { from: ['Full name', 'Name'] }, town: {} },
);

describe('a CSV file', () => {
  it('is read by the names of its columns, whatever their case and order', async () => {
    expect(await rowsOf(people, 'TOWN,Full Name , Id\nLeeds,Ada,1\n')).toEqual([
      { number: 1, values: { id: '1', name: 'Ada', town: 'Leeds' } },
    ]);
  });

  it('may end its lines by LF and CRLF, and have empty ones', async () => {
    expect(await rowsOf(people, 'id,name\r\n1,Ada\n\n2,"two\r\nlines"\r\n3,Eve')).toEqual([
      { number: 1, values: { id: '1', name: 'Ada' } },
      { number: 2, values: { id: '2', name: 'two\r\nlines' } },
      { number: 3, values: { id: '3', name: 'Eve' } },
    ]);
  });

  it('may have quotes and delimiters in quoted fields', async () => {
    expect(await rowsOf(people, 'id,name\n1,"""Ada"", Countess"\n2,""\n3," x"\n')).toEqual([
      { number: 1, values: { id: '1', name: '"Ada", Countess' } },
      { number: 2, values: { id: '2' } },
      { number: 3, values: { id: '3', name: ' x' } },
    ]);
  });

  it.each([
    ['a quote inside of an unquoted field', '2,5" pipe'],
    ['two of them', '2,5" pipe, 6" long'],
    ['text behind a quoted field', '2,"Ada"s'],
    ['a quote inside of a quoted field', '2,"Ada "the" Countess"'],
    ['a space before a quoted field', '2, "Ada"'],
  ])('loses one row to %s', async (_, line) => {
    expect(await rowsOf(people, `id,name\n1,a\n${line}\n3,"c"\n`)).toEqual([
      { number: 1, values: { id: '1', name: 'a' } },
      { number: 2, defect: 'has a quote inside of a field', values: {} },
      { number: 3, values: { id: '3', name: 'c' } },
    ]);
  });

  it('loses one row to a field too many or too few', async () => {
    expect(await rowsOf(people, 'id,name\n1,a,b\n2\n3,c\n')).toEqual([
      { number: 1, defect: 'has 3 fields where the header has 2', values: {} },
      { number: 2, defect: 'has 1 fields where the header has 2', values: {} },
      { number: 3, values: { id: '3', name: 'c' } },
    ]);
  });

  it('loses one row to a NUL character, which no database keeps', async () => {
    expect(await rowsOf(people, 'id,name\n1,a\0b\n2,this is the text that follows it\n')).toMatchObject([
      { number: 1, defect: 'has a NUL character in it', values: {} },
      { number: 2, values: { id: '2' } },
    ]);
  });

  it('has columns that nobody asked for: left out, or kept under their own names', async () => {
    const file = ',id,Shoe size,__proto__,name\n0,1,38,x,Ada\n';
    expect(await rowsOf(people, file)).toEqual([{ number: 1, values: { id: '1', name: 'Ada' } }]);
    const keeping = readIntegration({ kind: 'csv' }, { id: {} }, { otherColumns: 'kept' });
    const [row] = await rowsOf(keeping, file);
    expect(Object.entries(row?.others ?? {})).toEqual([
      ['Shoe size', '38'],
      ['__proto__', 'x'],
      ['name', 'Ada'],
    ]);
  });

  it('takes the name that counts more, where a row has two names of a column', async () => {
    expect(await rowsOf(people, 'id,Name,Full name\n1,Ada,Ada King\n2,Eve,\n')).toEqual([
      { number: 1, values: { id: '1', name: 'Ada King' } },
      { number: 2, values: { id: '2', name: 'Eve' } },
    ]);
  });

  it('gives one name to every column that is read from it', async () => {
    const both = readIntegration({ kind: 'csv' }, { id: {}, reference: { from: 'ID' } });
    expect(await rowsOf(both, 'id\n1\n')).toEqual([{ number: 1, values: { id: '1', reference: '1' } }]);
  });

  it('may have any delimiter', async () => {
    for (const delimiter of [';', '|', '\t', '.'])
      expect(
        await rowsOf(
          readIntegration({ kind: 'csv', delimiter }, { id: {}, name: {} }),
          ['id', 'name\n1', `"a${delimiter}""b"\n`].join(delimiter),
        ),
      ).toEqual([{ number: 1, values: { id: '1', name: `a${delimiter}"b` } }]);
  });

  it('may be in Windows-1252, and in UTF-8 or UTF-16 when its mark says so', async () => {
    const western = readIntegration({ kind: 'csv', encoding: 'windows-1252' }, { id: {}, name: {} });
    const expected = [{ number: 1, values: { id: '1', name: 'Zoë' } }];
    const text = 'id,name\n1,Zoë\n';
    expect(await rowsOf(western, Buffer.from(text, 'latin1'))).toEqual(expected);
    expect(await rowsOf(western, `\ufeff${text}`)).toEqual(expected);
    expect(await rowsOf(western, Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual(expected);
    expect(await rowsOf(western, Buffer.from(`\ufeff${text}`, 'utf16le').swap16())).toEqual(expected);
  });
});
