/** Bodies for the metadata endpoints, as the documentation writes them. */
const CRM = 'Microsoft.Dynamics.CRM.';

export const label = (text: string, languageCode = 1033) => ({
  '@odata.type': `${CRM}Label`,
  LocalizedLabels: [
    { '@odata.type': `${CRM}LocalizedLabel`, Label: text, LanguageCode: languageCode, IsManaged: false },
  ],
});

const requiredLevel = (level: string) => ({
  Value: level,
  CanBeChanged: true,
  ManagedPropertyLogicalName: 'canmodifyrequirementlevelsettings',
});

export const column = (type: string, schemaName: string, more: Record<string, unknown> = {}) => ({
  '@odata.type': `${CRM}${type}AttributeMetadata`,
  SchemaName: schemaName,
  DisplayName: label(schemaName),
  RequiredLevel: requiredLevel('None'),
  ...more,
});

/** The bank account of webapi/create-update-entity-definitions-using-web-api. */
export const bankAccount = (more: Record<string, unknown> = {}) => ({
  '@odata.type': `${CRM}EntityMetadata`,
  Attributes: [
    column('String', 'new_AccountName', {
      AttributeType: 'String',
      AttributeTypeName: { Value: 'StringType' },
      Description: label('Type the name of the bank account'),
      DisplayName: label('Account Name'),
      IsPrimaryName: true,
      FormatName: { Value: 'Text' },
      MaxLength: 100,
    }),
  ],
  Description: label('An entity to store information about customer bank accounts'),
  DisplayCollectionName: label('Bank Accounts'),
  DisplayName: label('Bank Account'),
  HasActivities: false,
  HasNotes: false,
  IsActivity: false,
  OwnershipType: 'UserOwned',
  SchemaName: 'new_BankAccount',
  ...more,
});

export const optionSet = (options: readonly (readonly [number | null, string])[]) => ({
  '@odata.type': `${CRM}OptionSetMetadata`,
  Options: options.map(([value, text]) => ({ Value: value, Label: label(text) })),
  IsGlobal: false,
  OptionSetType: 'Picklist',
});

export const colors = (more: Record<string, unknown> = {}) => ({
  '@odata.type': `${CRM}OptionSetMetadata`,
  Options: [
    { Value: 727000000, Label: label('Red') },
    { Value: 727000001, Label: label('Yellow') },
    { Value: 727000002, Label: label('Green') },
  ],
  DisplayName: label('Colors'),
  Description: label('Color Choice'),
  Name: 'new_colors',
  OptionSetType: 'Picklist',
  ...more,
});

export const key = (schemaName: string, columns: readonly string[]) => ({
  SchemaName: schemaName,
  DisplayName: label(schemaName),
  KeyAttributes: columns,
});

/** The owner of a bank account of webapi/create-update-entity-relationships-using-web-api. */
export const accountOwner = (more: Record<string, unknown> = {}) => ({
  SchemaName: 'new_contact_new_bankaccount',
  '@odata.type': `${CRM}OneToManyRelationshipMetadata`,
  AssociatedMenuConfiguration: {
    Behavior: 'UseCollectionName',
    Group: 'Details',
    Label: label('Bank Accounts'),
    Order: 10000,
  },
  CascadeConfiguration: {
    Assign: 'Cascade',
    Delete: 'Cascade',
    Merge: 'Cascade',
    Reparent: 'Cascade',
    Share: 'Cascade',
    Unshare: 'Cascade',
  },
  ReferencedAttribute: 'contactid',
  ReferencedEntity: 'contact',
  ReferencingEntity: 'new_bankaccount',
  Lookup: column('Lookup', 'new_AccountOwner', {
    DisplayName: label('Account Owner'),
    RequiredLevel: requiredLevel('ApplicationRequired'),
  }),
  ...more,
});

export const severalTables = (lookup: string, referenced: readonly string[]) => ({
  OneToManyRelationships: referenced.map((table) => ({
    SchemaName: `${lookup}_${table}`.toLowerCase(),
    ReferencedEntity: table,
    ReferencingEntity: 'new_bankaccount',
  })),
  Lookup: {
    ...column('Lookup', lookup),
    '@odata.type': `${CRM}ComplexLookupAttributeMetadata`,
  },
});
