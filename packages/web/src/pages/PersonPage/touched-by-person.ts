/** What is read anew after a change of a person. */
export const touchedByPerson = [
  'getPerson',
  'listPeople',
  'listRoles',
  'listPersonSessions',
  'listJobs',
  'getJob',
  'listApiKeys',
  'me',
] as const
