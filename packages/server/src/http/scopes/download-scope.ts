import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { Problem } from '../../errors/problem.ts'

/** Installers of the agent that this server hands out. They hold no secret: the activation key is given by hand. */
export interface AgentPackages {
  readonly folder: string
  readonly files: readonly { readonly name: string; readonly arch: string; readonly sha256: string }[]
}

export const downloadPath = '/download'

/** `/download/<file>`: exactly the packages that were there at the start, by their names, and nothing else of the folder. */
export async function addDownloadScope(app: FastifyInstance, packages: AgentPackages): Promise<void> {
  const names = new Set(packages.files.map(file => file.name))
  await app.register(async scope => {
    await scope.register(fastifyStatic, { root: packages.folder, serve: false })
    scope.get<{ Params: { name: string } }>(`${downloadPath}/:name`, async (request, reply) => {
      const { name } = request.params
      if (!names.has(name)) throw new Problem('not_found')
      return reply.header('cache-control', 'no-cache').type('application/gzip').sendFile(name)
    })
  })
}
