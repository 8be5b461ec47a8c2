/** In the log alone, beside an answer `internal`: each is a defect of this version and no fault of whoever asked. */
export const defectTexts: Readonly<Record<string, string>> = {
  E_QUERY_TREE: 'A query reached the database that no check had let pass.',
  illegal_transition: 'A task or job was to go from one state to another that no table leads to.',
}
