/** A question that no public page answers, and the answers that the stand-in can give; the first is the default. */
interface Unknown {
  question: string;
  answers: readonly [string, ...string[]];
}

/**
 * What the public pages leave open. A client must be right with every answer, so a test can ask for each:
 * `startDataverseStandIn({ unknowns: { unchangedUpdate: 'sameVersion' } })`, or `--unknown unchangedUpdate=sameVersion`.
 */
export const unknowns = {
  applicationRequired: {
    question: 'Are columns that forms require (ApplicationRequired) required by the Web API?',
    answers: ['ignored', 'enforced'],
  },
  closedCaseUpdate: {
    question: 'Can a resolved or cancelled case be changed before it is taken up again?',
    answers: ['refused', 'accepted'],
  },
  resolveByUpdate: {
    question: 'Can a case be resolved by an update of its statecode, without CloseIncident?',
    answers: ['refused', 'accepted'],
  },
  stateOnCreate: {
    question: 'Does a new row take the statecode and statuscode that its payload names?',
    answers: ['kept', 'ignored'],
  },
  readOnlyColumns: {
    question: 'What becomes of columns in a payload that only the server sets?',
    answers: ['ignored', 'refused'],
  },
  unchangedUpdate: {
    question: 'Is an update that changes nothing a new version of the row?',
    answers: ['newVersion', 'sameVersion'],
  },
  nullsInAlternateKeys: {
    question: 'Are rows duplicates that have the same values in an alternate key, and null among them?',
    answers: ['notUnique', 'unique'],
  },
  emptyText: {
    question: 'Is an empty text in a payload stored as null?',
    answers: ['null', 'kept'],
  },
  nameInNotFound: {
    question: 'Does "Does Not Exist" name the table by schema name (recorded) or logical name (older pages)?',
    answers: ['schemaName', 'logicalName'],
  },
  conditionCodes: {
    question: 'Has the refusal of a condition (If-Match, If-None-Match) a code, or none as on older pages?',
    answers: ['hex', 'empty'],
  },
  duplicateStatus: {
    question: 'What is the status of a refused duplicate: as listed, or as in the examples?',
    answers: ['412', '500'],
  },
  contentType: {
    question: 'Must a body be announced as application/json?',
    answers: ['ignored', 'required'],
  },
  unauthorizedHeader: {
    question: 'What does the header WWW-Authenticate of a 401 say?',
    answers: ['authorizationUri', 'bearerOnly'],
  },
  contentIds: {
    question: 'How far does a Content-ID of a batch reach: in its change set, or in all that follow too?',
    answers: ['inTheChangeSet', 'inTheBatch'],
  },
  failedChangeSet: {
    question: 'Where does the one error of a failed change set stand?',
    answers: ['changeSetResponse', 'plainPart'],
  },
  bypassedSteps: {
    question: 'How many steps may MSCRM.BypassBusinessLogicExecutionStepIds name?',
    answers: ['three', 'any'],
  },
  changedWhilePaging: {
    question: 'When does a row come that changes while pages of changes are read?',
    answers: ['comesTwice', 'comesLater'],
  },
  noChanges: {
    question: 'What is the "empty JSON response" of a link behind which nothing has changed?',
    answers: ['noRows', 'emptyObject'],
  },
  refusedRequests: {
    question: 'Do requests that are refused with 429 count as requests?',
    answers: ['notCounted', 'counted'],
  },
  facetOrder: {
    question: 'Which limit is named when several are exceeded?',
    answers: ['requestsFirst', 'executionTimeFirst', 'concurrencyFirst'],
  },
  executionCharged: {
    question: 'Does the execution time of a request belong to the moment when it ended, or when it came?',
    answers: ['atCompletion', 'atArrival'],
  },
  retryAfter: {
    question:
      'How long is a user shut out: until there is room again, or half as long again, or twice as long?',
    answers: ['untilRoom', 'halfAgain', 'twice'],
  },
  chargedUser: {
    question: "Against whose limits does a request in another user's name count?",
    answers: ['caller', 'impersonated'],
  },
  eventRowVersion: {
    question:
      "What is the RowVersion of an update's Target: null as in one example, or a version as in another, and then which?",
    answers: ['none', 'before', 'after'],
  },
  removedProperties: {
    question: 'Are the properties that are removed from an event that is too large left out, or null?',
    answers: ['leftOut', 'null'],
  },
  initiatingUser: {
    question: "Whom does InitiatingUserId name when a request was made in another user's name?",
    answers: ['caller', 'impersonated'],
  },
  repeatedUpload: {
    question: 'How is the last request of an upload answered that comes again when the file is there?',
    answers: ['refused', 'answeredAgain'],
  },
  ticketNumber: {
    question: 'What do ticket numbers look like: CAS-01001-X1Y2Z3, or CAS-01001?',
    answers: ['withLetters', 'digitsOnly'],
  },
} as const satisfies Record<string, Unknown>;

export type Unknowns = {
  readonly [Name in keyof typeof unknowns]: (typeof unknowns)[Name]['answers'][number];
};

/** Every answer: those given, and the default for all others. */
export const answered = (given: Partial<Unknowns> = {}): Unknowns => {
  const defaults = Object.entries(unknowns).map(([name, { answers }]) => [name, answers[0]]);
  return { ...(Object.fromEntries(defaults) as Unknowns), ...given };
};
