/** A setting that a managed solution may lock: the BooleanManagedProperty ComplexType, and its likes. */
export const managedProperty = <T>(value: T, name: string, canBeChanged = true) => ({
  Value: value,
  CanBeChanged: canBeChanged,
  ManagedPropertyLogicalName: name,
});
