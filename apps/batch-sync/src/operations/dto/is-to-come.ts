import { ValidateBy } from 'class-validator';

/** A moment that is not past yet. What is no moment at all is told by others. */
export const IsToCome = (): PropertyDecorator =>
  ValidateBy({
    name: 'isToCome',
    validator: {
      validate: (value) => typeof value !== 'string' || !(Date.parse(value) <= Date.now()),
      defaultMessage: () => 'must be to come, and is past',
    },
  });
