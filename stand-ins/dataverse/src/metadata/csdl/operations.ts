type EdmType = `Edm.${string}` | `mscrm.${string}` | `Collection(${string})`;

interface Operation {
  parameters: Readonly<Record<string, EdmType>>;
  returns?: Readonly<Record<string, EdmType>>;
}

const FUNCTIONS: Readonly<Record<string, Operation>> = {
  RetrieveTotalRecordCount: {
    parameters: { EntityNames: 'Collection(Edm.String)' },
    returns: { EntityRecordCountCollection: 'mscrm.EntityRecordCountCollection' },
  },
  RetrieveVersion: { parameters: {}, returns: { Version: 'Edm.String' } },
  WhoAmI: {
    parameters: {},
    returns: { BusinessUnitId: 'Edm.Guid', UserId: 'Edm.Guid', OrganizationId: 'Edm.Guid' },
  },
};

const LOCAL_OR_GLOBAL = {
  OptionSetName: 'Edm.String',
  AttributeLogicalName: 'Edm.String',
  EntityLogicalName: 'Edm.String',
} as const;

const TOKEN = { FileContinuationToken: 'Edm.String' } as const;
const BLOCK_LIST = 'Collection(Edm.String)';

/** The actions that the stand-in has, apart from those bound to a collection: webapi/reference/actions. */
const ACTIONS: Readonly<Record<string, Operation>> = {
  CloseIncident: { parameters: { IncidentResolution: 'mscrm.incidentresolution', Status: 'Edm.Int32' } },
  CommitAnnotationBlocksUpload: {
    parameters: { Target: 'mscrm.annotation', BlockList: BLOCK_LIST, ...TOKEN },
    returns: { AnnotationId: 'Edm.Guid', FileSizeInBytes: 'Edm.Int64' },
  },
  CommitFileBlocksUpload: {
    parameters: { FileName: 'Edm.String', MimeType: 'Edm.String', BlockList: BLOCK_LIST, ...TOKEN },
    returns: { FileId: 'Edm.Guid', FileSizeInBytes: 'Edm.Int64' },
  },
  CreateCustomerRelationships: {
    parameters: {
      OneToManyRelationships: 'Collection(mscrm.ComplexOneToManyRelationshipMetadata)',
      Lookup: 'mscrm.ComplexLookupAttributeMetadata',
    },
    returns: { RelationshipIds: 'Collection(Edm.Guid)', AttributeId: 'Edm.Guid' },
  },
  CreatePolymorphicLookupAttribute: {
    parameters: {
      OneToManyRelationships: 'Collection(mscrm.ComplexOneToManyRelationshipMetadata)',
      Lookup: 'mscrm.ComplexLookupAttributeMetadata',
    },
    returns: { RelationshipIds: 'Collection(Edm.Guid)', AttributeId: 'Edm.Guid' },
  },
  DeleteFile: { parameters: { FileId: 'Edm.Guid' } },
  DeleteOptionValue: {
    parameters: { ...LOCAL_OR_GLOBAL, Value: 'Edm.Int32', SolutionUniqueName: 'Edm.String' },
  },
  DownloadBlock: {
    parameters: { Offset: 'Edm.Int64', BlockLength: 'Edm.Int64', ...TOKEN },
    returns: { Data: 'Edm.Binary' },
  },
  InitializeAnnotationBlocksDownload: {
    parameters: { Target: 'mscrm.annotation' },
    returns: { ...TOKEN, FileSizeInBytes: 'Edm.Int64', FileName: 'Edm.String' },
  },
  InitializeAnnotationBlocksUpload: { parameters: { Target: 'mscrm.annotation' }, returns: TOKEN },
  InitializeFileBlocksDownload: {
    parameters: { Target: 'mscrm.crmbaseentity', FileAttributeName: 'Edm.String' },
    returns: {
      ...TOKEN,
      FileSizeInBytes: 'Edm.Int64',
      FileName: 'Edm.String',
      IsChunkingSupported: 'Edm.Boolean',
    },
  },
  InitializeFileBlocksUpload: {
    parameters: { Target: 'mscrm.crmbaseentity', FileName: 'Edm.String', FileAttributeName: 'Edm.String' },
    returns: TOKEN,
  },
  InsertOptionValue: {
    parameters: {
      ...LOCAL_OR_GLOBAL,
      Value: 'Edm.Int32',
      Label: 'mscrm.Label',
      Description: 'mscrm.Label',
      SolutionUniqueName: 'Edm.String',
    },
    returns: { NewOptionValue: 'Edm.Int32' },
  },
  InsertStatusValue: {
    parameters: {
      ...LOCAL_OR_GLOBAL,
      Value: 'Edm.Int32',
      Label: 'mscrm.Label',
      StateCode: 'Edm.Int32',
      SolutionUniqueName: 'Edm.String',
    },
    returns: { NewOptionValue: 'Edm.Int32' },
  },
  OrderOption: {
    parameters: { ...LOCAL_OR_GLOBAL, Values: 'Collection(Edm.Int32)', SolutionUniqueName: 'Edm.String' },
  },
  PublishAllXml: { parameters: {} },
  PublishXml: { parameters: { ParameterXml: 'Edm.String' } },
  ReactivateEntityKey: {
    parameters: { EntityKeyLogicalName: 'Edm.String', EntityLogicalName: 'Edm.String' },
  },
  ResolveIncident: {
    parameters: {
      IncidentId: 'mscrm.incident',
      Status: 'Edm.Int32',
      BillableTime: 'Edm.Int32',
      Resolution: 'Edm.String',
      Remarks: 'Edm.String',
    },
  },
  UpdateOptionValue: {
    parameters: {
      ...LOCAL_OR_GLOBAL,
      Value: 'Edm.Int32',
      Label: 'mscrm.Label',
      Description: 'mscrm.Label',
      MergeLabels: 'Edm.Boolean',
      SolutionUniqueName: 'Edm.String',
    },
  },
  UploadBlock: {
    parameters: { BlockId: 'Edm.String', BlockData: 'Edm.Binary', ...TOKEN },
  },
};

const properties = (of: Operation['parameters']) =>
  Object.entries(of).map(([name, type]) => ({ '@Name': name, '@Type': type }));

const element = ([name, { parameters, returns }]: [string, Operation]) => ({
  '@Name': name,
  Parameter: properties(parameters),
  ...(returns && { ReturnType: { '@Type': `mscrm.${name}Response`, '@Nullable': 'false' } }),
});

const responseTypes = Object.entries({ ...FUNCTIONS, ...ACTIONS }).flatMap(([name, { returns }]) =>
  returns ? [{ '@Name': `${name}Response`, Property: properties(returns) }] : [],
);

export const operationElements = {
  Action: Object.entries(ACTIONS).map(element),
  Function: Object.entries(FUNCTIONS).map(element),
};

/** What they take and give, beside primitive values. */
export const operationTypes = {
  ComplexType: [
    {
      '@Name': 'Label',
      Property: properties({
        LocalizedLabels: 'Collection(mscrm.LocalizedLabel)',
        UserLocalizedLabel: 'mscrm.LocalizedLabel',
      }),
    },
    { '@Name': 'ComplexOneToManyRelationshipMetadata', '@OpenType': 'true' },
    { '@Name': 'ComplexLookupAttributeMetadata', '@OpenType': 'true' },
    {
      '@Name': 'EntityRecordCountCollection',
      Property: properties({
        Count: 'Edm.Int32',
        IsReadOnly: 'Edm.Boolean',
        Keys: 'Collection(Edm.String)',
        Values: 'Collection(Edm.Int64)',
      }),
    },
    { '@Name': 'LocalizedLabel', Property: properties({ Label: 'Edm.String', LanguageCode: 'Edm.Int32' }) },
    ...responseTypes,
  ],
};

export const operationImports = {
  ActionImport: Object.keys(ACTIONS).map((name) => ({ '@Name': name, '@Action': `mscrm.${name}` })),
  FunctionImport: Object.keys(FUNCTIONS).map((name) => ({ '@Name': name, '@Function': `mscrm.${name}` })),
};
