import { accessStore } from './access-store.ts'

/** People of the whole installation and their memberships, for features that make some: inside the caller's transaction. */
export const personService = {
  findByEmail: accessStore.findPersonByEmail,
  insert: accessStore.insertPerson,
  insertMembership: accessStore.insertMembership,
}
