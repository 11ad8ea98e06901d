import { describe, expect, it } from 'vitest';
import { readValue } from './read-value.js';

const moment = (text: string) => new Date(text);

describe('a cell', () => {
  it.each([
    ['guid', '50BFF458-0000-4000-8000-00000000000A', '50bff458-0000-4000-8000-00000000000a'],
    ['string', ' False ', ' False '],
    ['int64', '-12', -12],
    ['int64', '9007199254740993', 9_007_199_254_740_993n],
    ['double', '52.5', 52.5],
    ['double', '1E-05', 0.000_01],
    ['decimal', '12345678901234567.1234567890', '12345678901234567.1234567890'],
    ['boolean', 'True', true],
    ['boolean', 'False', false],
    ['dateTime', '1/31/2024 0:00:00 PM', moment('2024-01-31T00:00:00Z')],
    ['dateTime', '12/1/2024 13:05:09 PM', moment('2024-12-01T13:05:09Z')],
    ['dateTime', '2024-01-31T13:05:09Z', moment('2024-01-31T13:05:09Z')],
    ['dateTime', '2024-01-31T13:05:09', moment('2024-01-31T13:05:09Z')],
    ['dateTime', '2024-01-31T13:05:09.1234567Z', moment('2024-01-31T13:05:09.123Z')],
    ['dateTimeOffset', '2024-01-31T13:05:09.1000000+02:00', moment('2024-01-31T11:05:09.1Z')],
    ['dateTimeOffset', '0001-01-03T00:00:00.0000000', null],
    ['dateTime', '1/1/0001 0:00:00 AM', null],
    ['a type of tomorrow', '1;2', '1;2'],
    ['int64', '', null],
    ['string', '', null],
  ])('of type %s with %s is read', (dataType, text, value) => {
    expect(readValue(text, dataType)).toEqual(value);
  });

  it.each([
    ['int64', '1.5'],
    ['double', 'much'],
    ['decimal', '1e5'],
    ['boolean', 'yes'],
    ['dateTime', '31.1.2024'],
    ['dateTime', '13/31/2024 0:00:00 AM'],
    ['dateTimeOffset', '2024-13-01T00:00:00Z'],
  ])('of type %s with %s is no value of it', (dataType, text) => {
    expect(readValue(text, dataType)).toBeUndefined();
  });
});
