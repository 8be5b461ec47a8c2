import type { FastifyRequest } from 'fastify'
import { Problem } from '../../../errors/problem.ts'
import { digestOf } from '../job-spec.ts'

/** What a job is replaced by: another revision as soon as its name or its definition are others. */
export const revisionOf = (job: { readonly name: string; readonly specVersion: number; readonly specDigest: string }) =>
  `${job.specVersion}-${digestOf(`${job.name}\n${job.specDigest}`).slice(0, 16)}`

export const etagOf = (revision: string): string => `"${revision}"`

/** Revisions of `If-Match`; null: any (`*`). Throws Problem `precondition_needed`, or `malformed`. */
export function readIfMatch(request: FastifyRequest): readonly string[] | null {
  const given = request.headers['if-match']
  if (given === undefined || given.trim() === '') throw new Problem('precondition_needed', { field: 'If-Match' })
  if (given.trim() === '*') return null
  const tags = given.split(',').map(one => /^"([\x21\x23-\x7e]{1,100})"$/.exec(one.trim())?.[1])
  if (given.length > 1000 || tags.some(tag => tag === undefined)) {
    throw new Problem('malformed', { field: 'If-Match', detail: 'If-Match is an ETag in quotes, as it was read' })
  }
  return tags.filter(tag => tag !== undefined)
}
