import type { FastifyInstance } from 'fastify'
import type { Database } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'

/** agent-protocol.md §4: every process has its clock within 2 s of the database's, else it is not ready. */
const clockLimitMs = 2000

/** Certificate of our own authority, for browsers and agents to trust; public by nature. */
export function addAuthorityCertificate(app: FastifyInstance, certificate: string | null): void {
  if (certificate === null) return
  app.get('/ca.crt', async (_request, reply) => {
    reply.header('content-disposition', 'attachment; filename="patchyard-ca.crt"')
    return reply.type('application/x-x509-ca-cert').send(certificate)
  })
}

/** `/healthz`: the process lives. `/readyz`: it can do work; a load balancer sends requests only then. */
export function addHealthScope(app: FastifyInstance, ports: { database: Database; isStopping: () => boolean }): void {
  app.get('/healthz', { config: { rateLimit: false } }, async () => ({ status: 'ok' }))
  app.get('/readyz', { config: { rateLimit: false } }, async (_request, reply) => {
    reply.header('cache-control', 'no-store')
    if (ports.isStopping()) throw new Problem('busy', { detail: 'the server is stopping', retryAfterS: 5 })
    const health = await ports.database.health()
    if (!health.up) throw new Problem('busy', { detail: 'the database does not answer', retryAfterS: 2 })
    if (Math.abs(health.clockAheadMs) > clockLimitMs) {
      throw new Problem('busy', {
        detail: `the clock of the database is ${health.clockAheadMs} ms ahead of the server's`,
      })
    }
    // Works, but searching large tables is slow (docs/database.md).
    return { status: 'ok', slower: health.leakproof ? [] : ['search'] }
  })
}
