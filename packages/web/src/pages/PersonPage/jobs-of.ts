import { print } from '@patchyard/query'
import { toggleTerm } from '../../query/facet-terms.ts'

/** The query that finds what somebody owns, by the address: names may be alike. */
export const jobsOf = (email: string): string =>
  print(toggleTerm({ entity: 'job', root: null }, { token: 'owner', value: email }))
