import type { FastifyRequest } from 'fastify'
import { Problem } from '../../errors/problem.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A page of another site must not make a browser act here, not even sign somebody in. Browsers say where a request comes
 * from (`Sec-Fetch-Site`, older ones `Origin`); programs send neither. Cookies are `SameSite=Strict` beside this.
 */
export function refuseOtherOrigins(request: FastifyRequest, isOwnOrigin: (origin: string) => boolean): void {
  if (safeMethods.has(request.method)) return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Problem('cross_origin')
  const origin = request.headers.origin
  if (origin !== undefined && site === undefined && !isOwnOrigin(origin)) throw new Problem('cross_origin')
}
