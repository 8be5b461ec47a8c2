import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { TlsMaterial } from '../tls/tls-material.ts'
import { loadTls, type TlsPorts } from './tls-source.ts'

const everyMs = 3_600_000

interface RenewalPorts extends TlsPorts {
  readonly log: Logger
  readonly present: TlsMaterial
  readonly app: FastifyInstance
}

/** Looks for a renewed certificate each hour and presents it from then on. The returned function ends it. */
export function keepTlsFresh(ports: RenewalPorts): () => void {
  const stop = new AbortController()
  void loop(ports, stop.signal)
  return () => stop.abort()
}

async function loop(ports: RenewalPorts, signal: AbortSignal): Promise<void> {
  let present: TlsMaterial | null = ports.present
  for (;;) {
    try {
      await ports.clock.sleep(everyMs, signal)
    } catch {
      return
    }
    try {
      const next = await loadTls(ports)
      if (next === null || next.cert === present?.cert) continue
      const { server } = ports.app as unknown as {
        server: { setSecureContext?: (material: { cert: string; key: string }) => void }
      }
      server.setSecureContext?.({ cert: next.cert, key: next.key })
      present = next
      ports.log.info('presenting a renewed certificate')
    } catch (error) {
      ports.log.warn({ err: error }, 'the certificate could not be renewed; the present one stays')
    }
  }
}
