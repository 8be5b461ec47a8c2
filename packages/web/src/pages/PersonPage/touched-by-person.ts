/** What is read anew after a change of a person. */
export const touchedByPerson = [
  'getPerson',
  'listPeople',
  'listRoles',
  'listPersonSessions',
  'listJobs',
  'listApiKeys',
  'me',
] as const
