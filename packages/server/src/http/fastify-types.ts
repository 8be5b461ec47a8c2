import type { Principal } from './principal.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the API scope before the handler runs; null on public routes and outside the API. */
    principal: Principal | null
  }
}
