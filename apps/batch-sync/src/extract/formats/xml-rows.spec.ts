import { describe, expect, it } from 'vitest';
import { readIntegration, rowsOf } from '../testing.js';

const works = readIntegration({ kind: 'xml', row: 'work' }, { id: {}, text: {} }, { otherColumns: 'kept' });

describe('an XML file', () => {
  it('has an element for each row, and its columns as elements in it', async () => {
    const file =
      '<works at="2016"><about><id>0</id></about><work><ID>1</ID><text> a &amp; <![CDATA[<b>]]> </text></work><work/></works>';
    expect(await rowsOf(works, file)).toEqual([
      { number: 1, values: { id: '1', text: ' a & <b> ' } },
      { number: 2, values: {} },
    ]);
  });

  it('has nested and repeated elements as JSON', async () => {
    const file =
      '<works><work><id>1</id><at>\n <x>1.0</x> <y>2</y>\n</at><road>M1</road><road>M2</road><road>"M3"</road></work></works>';
    expect(await rowsOf(works, file)).toEqual([
      {
        number: 1,
        values: { id: '1' },
        others: { at: '{"x":"1.0","y":"2"}', road: '["M1","M2","\\"M3\\""]' },
      },
    ]);
  });

  it.each(['ISO-8859-1', 'windows-1252'])('is read in %s when its declaration says so', async (encoding) => {
    const file = `<?xml version='1.0' encoding="${encoding}"?><works><work><text>Zoë</text></work></works>`;
    expect(await rowsOf(works, Buffer.from(file, 'latin1'))).toEqual([
      { number: 1, values: { text: 'Zoë' } },
    ]);
  });

  it('is UTF-8 when its declaration says nothing, and whatever its mark says', async () => {
    const file = '<works><work><text>Zoë</text></work></works>';
    const expected = [{ number: 1, values: { text: 'Zoë' } }];
    expect(await rowsOf(works, file)).toEqual(expected);
    expect(await rowsOf(works, Buffer.from(`\ufeff${file}`, 'utf16le'))).toEqual(expected);
    expect(
      await rowsOf(works, Buffer.from(`\ufeff<?xml version="1.0" encoding="utf-16"?>${file}`, 'utf16le')),
    ).toEqual(expected);
  });
});
