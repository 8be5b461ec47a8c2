import { parseStrictJson, ProtocolError } from '@patchyard/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../../errors/problem.ts'

/**
 * Bodies of the API are JSON read by the strict parser of the agents' protocol: duplicate names, NUL, lone surrogates,
 * rounded numbers and nesting beyond 32 are refused before any schema sees them (validators recurse and crash on depth).
 */
export function takeStrictJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => {
      if (body.length === 0) return undefined
      try {
        return parseStrictJson(body)
      } catch (error) {
        if (error instanceof ProtocolError)
          throw new Problem('malformed', { detail: error.message, field: error.field ?? 'body' }, error)
        throw error
      }
    },
  )
}
