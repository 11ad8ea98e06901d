import { applyDecorators } from '@nestjs/common';
import { isEmail, IsString, ValidateBy } from 'class-validator';

/** Text that every system behind us can hold: no control characters, no half of a surrogate pair, not blank, at most `maxLength` UTF-16 units. */
export const Text = (maxLength: number): PropertyDecorator =>
  applyDecorators(IsString(), isWithin(maxLength), isStorable(), isNotBlank());

/**
 * What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets) Dataverse refuses, and PostgreSQL refuses NUL: taken in, such a
 * case would be parked. Tab and line ends are fine.
 */
const NOT_STORABLE = new RegExp(
  '[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff]|\\p{Surrogate}',
  'u',
);

const isStorableText = (value: unknown): value is string =>
  typeof value === 'string' && !NOT_STORABLE.test(value);

/** class-validator's own `IsEmail` throws on half of a surrogate pair, so the text is looked at first. */
export const EmailAddress = (): PropertyDecorator =>
  ValidateBy({
    name: 'isEmailAddress',
    validator: {
      validate: (value: unknown) => isStorableText(value) && isEmail(value),
      defaultMessage: () => 'must be an e-mail address',
    },
  });

/** class-validator's own `MaxLength` counts an emoji as one; Dataverse's columns count UTF-16 units. */
const isWithin = (maxLength: number) =>
  ValidateBy({
    name: 'isWithin',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && value.length <= maxLength,
      defaultMessage: () => `must be shorter than or equal to ${maxLength} characters`,
    },
  });

const isStorable = () =>
  ValidateBy({
    name: 'isStorable',
    validator: {
      validate: isStorableText,
      defaultMessage: () => 'must be well-formed text without control characters',
    },
  });

const isNotBlank = () =>
  ValidateBy({
    name: 'isNotBlank',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && value.trim() !== '',
      defaultMessage: () => 'must not be blank',
    },
  });
