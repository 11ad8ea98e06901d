import { ValidateIf } from 'class-validator';

/** Of a field that need not be there. Unlike `IsOptional` it takes no null, which nobody could tell from "the default" or "all". */
export const MayBeAbsent = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);
