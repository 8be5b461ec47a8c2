import { type Answers, sampleAnswers } from '@patchyard/web/testing'

/** The sample fleet, remembering what one route was asked. */
export function listening<
  N extends
    | 'createJob'
    | 'retryJob'
    | 'resumeAgent'
    | 'createActivationKey'
    | 'changeJobOwner'
    | 'changeJob'
    | 'replaceJobDefinition'
    | 'enableJobs',
>(route: N) {
  const asked: unknown[] = []
  const base = sampleAnswers({ nowMs: Date.now() })
  const answer = base[route] as (input: { body: unknown }) => unknown
  const answers = {
    ...base,
    [route]: (input: { body: unknown }) => {
      asked.push(input.body)
      return answer(input)
    },
  } as Answers
  return { asked, answers }
}
