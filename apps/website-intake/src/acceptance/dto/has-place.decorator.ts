import { ValidateBy } from 'class-validator';
import type { LocationDto } from './location.dto.js';

/** A location must say at least one of: point, address, asset. */
export const HasPlace = (): PropertyDecorator =>
  ValidateBy({
    name: 'hasPlace',
    validator: {
      validate: (value: unknown) => {
        const { point, address, assetId } = (value ?? {}) as Partial<LocationDto>;
        return [point, address, assetId].some((part) => part !== undefined && part !== null);
      },
      defaultMessage: () => 'must have a point, an address or an asset id',
    },
  });
