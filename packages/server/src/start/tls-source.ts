import type { Clock, Random } from '@patchyard/domain'
import type { ServerConfig } from '../config/server-config.ts'
import type { DataFolder } from '../data-folder.ts'
import { givenCertificate } from '../tls/given-certificate.ts'
import { ownCertificate } from '../tls/own-authority.ts'
import type { TlsMaterial } from '../tls/tls-material.ts'

export interface TlsPorts {
  readonly config: ServerConfig
  readonly dataFolder: DataFolder
  readonly clock: Clock
  readonly random: Random
  /** The machine's own name. */
  readonly hostname: string
  /** Reads an operator's file; throws StartError. */
  readonly readPem: (path: string) => Promise<string>
  readonly warn: (message: string) => void
}

/** What to present now; null: plain HTTP. Called again from time to time, for renewed certificates. Throws StartError. */
export async function loadTls(ports: TlsPorts): Promise<TlsMaterial | null> {
  const { tls } = ports.config
  switch (tls.kind) {
    case 'plain':
      return null
    case 'files': {
      const [cert, key] = await Promise.all([ports.readPem(tls.cert), ports.readPem(tls.key)])
      const checked = givenCertificate(
        { cert: { path: tls.cert, text: cert }, key: { path: tls.key, text: key } },
        ports.clock.nowMs(),
      )
      if (checked.warning !== null) ports.warn(checked.warning)
      return checked.material
    }
    case 'ownCa':
      return ownCertificate({ ...ports, names: certificateNames(ports.config, ports.hostname) })
  }
}

/** Every way to name this server that it can know of. */
export function certificateNames(config: ServerConfig, hostname: string): string[] {
  const names = ['localhost', '127.0.0.1', '::1']
  const own = hostname.toLowerCase()
  if (/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(own)) names.push(own)
  if (config.host !== '::' && config.host !== '0.0.0.0') names.push(config.host)
  if (config.publicUrl !== null) names.push(new URL(config.publicUrl).hostname.replace(/^\[(.*)\]$/, '$1'))
  return [...new Set(names)]
}
