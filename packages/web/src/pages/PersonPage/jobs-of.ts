import { termQuery } from '../../query/facet-terms.ts'

/** The query that finds what somebody owns, by the address: names may be alike. */
export const jobsOf = (email: string): string => termQuery('job', { token: 'owner', value: email })
