import type { Clock } from '@patchyard/domain'
import type { Exchange } from './exchange.ts'

interface Listed {
  readonly items: readonly { readonly id: string; readonly patchId: string; readonly isSecurity: boolean }[]
}

/** What a person would do with a fresh fleet: one job of all security patches on some hosts, one that is still to start. */
export async function makeDemoJobs(ports: { exchange: Exchange; clock: Clock }, apiKey: string): Promise<void> {
  const api = async <T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> => {
    const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body))
    const headers: Record<string, string> = { authorization: `Bearer ${apiKey}` }
    if (body !== undefined) {
      headers['content-type'] = 'application/json'
      headers['content-length'] = String(bytes.length)
    }
    const reply = await ports.exchange({ method, path: `/api/v1${path}`, headers, body: bytes })
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${reply.body.toString('utf8')}`)
    return JSON.parse(reply.body.toString('utf8')) as T
  }
  if ((await api<{ total: number }>('GET', '/jobs?limit=1')).total > 0) return
  const assets = (await api<Listed>('GET', '/assets?limit=500&sort=-missingPatchCount')).items.map(a => a.id)
  const patches = (await api<Listed>('GET', '/patches?limit=500&sort=-missingCount')).items
  const security = patches.filter(p => p.isSecurity).map(p => p.id)
  if (assets.length < 4 || security.length === 0) return
  await api('POST', '/jobs', {
    name: 'Security patches, first group',
    ...chosen(assets.slice(0, Math.min(50, Math.ceil(assets.length / 2))), security.slice(0, 8)),
    options: { onFailure: 'continue' },
    enable: true,
  })
  await api('POST', '/jobs', {
    name: 'All patches, test hosts',
    ...chosen(
      assets.slice(-3),
      patches.slice(0, 20).map(p => p.id),
    ),
    options: { onFailure: 'stop', reboot: 'ifNeeded' },
  })
}

/** A job names fifty single assets at most. */
const chosen = (include: readonly string[], patches: readonly string[]) => ({
  platform: 'linux',
  assets: { include },
  patches: { from: 'list', patches },
  schedule: { type: 'onDemand' },
  window: { appliesTo: 'finish', minutes: 1440 },
})
