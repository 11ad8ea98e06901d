import { describe, expect, it } from 'vitest';
import { MomentFormatError, momentForms } from './moment-form.js';

describe('a format of moments', () => {
  it('says where the parts of a text stand that has the form', () => {
    expect(momentForms("d.M.yyyy 'at' H:mm")).toEqual([
      {
        pattern: '^[0-9][0-9]?\\.[0-9][0-9]?\\.[0-9][0-9][0-9][0-9] at [0-9][0-9]?:[0-5][0-9]$',
        padded: true,
        parts: [
          { from: 7, length: 4 },
          '-',
          { from: 4, length: 2 },
          '-',
          { from: 1, length: 2 },
          ' ',
          { from: 15, length: 2 },
          ':',
          { from: 18, length: 2 },
        ],
        offset: false,
      },
    ]);
  });

  it('has a form for each century that a short year may lie in', () => {
    const centuries = momentForms('M/yy').map(({ parts }) => parts[0]);
    expect(centuries).toEqual(['20', '19']);
  });

  it.each([
    ['M/d', 'it has no year'],
    ['yyyy-MM-dd EEE', 'EEE is no token that we read'],
    ['yyyy-yyyy', 'has its year twice'],
    ["M/d/yyyy'1'", 'it has a digit that is no number'],
    ['M/d/yyyy H:mm:ss.u', 'a fraction of any length (u) stands beside numbers of one digit'],
    ['yyyy-MM-dd HH:mm:ss.u a', 'goes on after what may have any length'],
  ])('is refused in words where it cannot be read (%s)', (format, why) => {
    expect(() => momentForms(format)).toThrow(MomentFormatError);
    expect(() => momentForms(format)).toThrow(why);
  });
});
