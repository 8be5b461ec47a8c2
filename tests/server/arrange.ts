import { systemClock, systemRandom } from '@patchyard/server/adapters'
import { debianHost, SimulatedAgent, type SimulatedHost } from '@patchyard/fleet'
import type { TestServer } from '@patchyard/server/testing'
import { exchangeWith, type Person } from './door-client.ts'

/** The text of a new activation key. */
export async function activationKey(admin: Person, options: object = {}): Promise<string> {
  const made = await admin.call('POST', '/activation-keys', { title: 'hosts', ...options })
  if (made.status !== 201) throw new Error(`activation key: ${made.status} ${JSON.stringify(made.body)}`)
  return (made.body as { text: string }).text
}

/** A simulated host that has enrolled, checked in and reported. */
export async function enrolledHost(
  server: TestServer,
  keyText: string,
  options: { index?: number; packages?: number; missing?: number } = {},
): Promise<{ agent: SimulatedAgent; host: SimulatedHost }> {
  const host = debianHost(systemRandom, {
    index: options.index ?? 1,
    packages: options.packages ?? 20,
    missing: options.missing ?? 3,
  })
  const agent = new SimulatedAgent({ exchange: exchangeWith(server), clock: systemClock, random: systemRandom }, host)
  await agent.enroll(keyText)
  await agent.checkIn()
  await agent.report({ trigger: 'start' })
  return { agent, host }
}

/** The parts of an on-demand job of these patches on these assets. */
export const choosing = (include: readonly string[], patches: readonly string[]) => ({
  platform: 'linux',
  assets: { include },
  patches: { from: 'list', patches },
  schedule: { type: 'onDemand' },
})

/** Values offered while typing are gathered by the clock, whatever people do. */
const byChores: readonly string[] = ['value_set', 'value_kept']

/**
 * What every table of one subscription holds, as one digest a table. Rows of others and their order do not matter;
 * `except` names tables that the deed may change.
 */
export async function tableChecksums(
  server: TestServer,
  subscriptionId: number,
  except: readonly string[] = [],
): Promise<Record<string, string>> {
  const tables = await server.db.owner<{ name: string }>(
    `select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'subscription_id' order by 1`,
  )
  const sums: Record<string, string> = {}
  for (const { name } of tables) {
    if (except.includes(name) || byChores.includes(name)) continue
    const rows = await server.db.owner<{ sum: string }>(
      `select coalesce(md5(string_agg(t.line, E'\\n' order by t.line)), '') as sum
         from (select x::text as line from "${name}" x where x.subscription_id = $1) t`,
      [subscriptionId],
    )
    sums[name] = rows[0]?.sum ?? ''
  }
  return sums
}
