import type { JobDetail, Run } from '@patchyard/api'
import { createContext, use } from 'react'

export interface JobOnPage {
  readonly job: JobDetail
  /** The run that is looked at; null before the first. */
  readonly run: Run | null
}

export const JobContext = createContext<JobOnPage | null>(null)

/** The job whose page this is, and the run chosen there. */
export function useJobOnPage(): JobOnPage {
  const value = use(JobContext)
  if (value === null) throw new Error('a part of the job page stands outside it')
  return value
}
