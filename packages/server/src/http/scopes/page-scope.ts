import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { Problem } from '../../errors/problem.ts'
import { methodsAt } from './methods-at.ts'
import { sendProblem } from '../problem-reply.ts'
import type { AnyRoute } from '../route.ts'

/**
 * The page at `/`, from its built files. Whatever else a browser asks for as a document is the page, too: its addresses
 * (`/jobs/…`) live in the browser. Everything under `/api/` and `/agent/` that is no route is 404 or 405.
 */
export async function addPageScope(
  app: FastifyInstance,
  options: { folder: string | null; routes: readonly AnyRoute[] },
): Promise<void> {
  const { folder } = options
  if (folder !== null) {
    await app.register(fastifyStatic, {
      root: folder,
      index: 'index.html',
      dotfiles: 'deny',
      // File names of the build carry a digest of their content; only the page itself is asked for anew.
      setHeaders: (reply, path) => {
        void reply.header(
          'cache-control',
          path.endsWith('index.html') ? 'no-cache' : 'public, max-age=31536000, immutable',
        )
      },
    })
  }
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
    const path = request.url.split('?')[0] ?? '/'
    const isDocument = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
    if (folder !== null && isDocument && !/^\/(api|agent)(\/|$)/.test(path)) return reply.sendFile('index.html')
    const methods = methodsAt(options.routes, path)
    if (methods.length === 0) return sendProblem(request, reply, new Problem('not_found'))
    return sendProblem(request, reply.header('allow', methods.join(', ')), new Problem('method_not_allowed'))
  })
}
