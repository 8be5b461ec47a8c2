import pg from 'pg'
import type { Bench } from '../tools/bench/bench.ts'
import { ownerOf } from './server/database-size.ts'
import { type RealServer, startRealServer } from './server/real-server.ts'

const ASSETS = 100_000

export const bench: Bench = {
  about: 'All assets as CSV over HTTP.',
  data: `${ASSETS} assets with a tag each, written by SQL; all columns, ordered by a count. The real server with its embedded PostgreSQL; the reader counts bytes and lines on the same machine. Memory: the most that the process of the server grew while it wrote; the heap takes some room the first time, and what the second time takes beyond is what an export costs.`,
  async run() {
    await using server = await startRealServer()
    await writeAssets(server.folder)
    const first = await read(server, '/assets.csv?sort=-missingPatchCount')
    const whole = await read(server, '/assets.csv?sort=-missingPatchCount')
    if (whole.lines !== ASSETS + 1) throw new Error(`${whole.lines} lines instead of ${ASSETS + 1}`)
    const few = await read(server, '/assets.csv?fields=name,missingPatchCount')
    return [
      { name: 'all columns', value: whole.seconds, unit: 's', atMost: 15 },
      { name: 'all columns, size', value: whole.bytes / 1e6, unit: 'MB' },
      { name: 'all columns, growth of the server the first time', value: first.grownMiB, unit: 'MiB' },
      { name: 'all columns, growth of the server the second time', value: whole.grownMiB, unit: 'MiB', atMost: 64 },
      { name: 'two columns', value: few.seconds, unit: 's', atMost: 15 },
    ]
  },
}

async function read(
  server: RealServer,
  path: string,
): Promise<{ seconds: number; bytes: number; lines: number; grownMiB: number }> {
  const before = server.residentMiB()
  const since = performance.now()
  const { body } = await server.open(path)
  if (body === null) throw new Error('no answer')
  let [bytes, lines, most] = [0, 0, before]
  for await (const chunk of body) {
    bytes += chunk.length
    for (const byte of chunk) if (byte === 10) lines += 1
    most = Math.max(most, server.residentMiB())
  }
  return { seconds: (performance.now() - since) / 1000, bytes, lines, grownMiB: most - before }
}

async function writeAssets(folder: string): Promise<void> {
  const client = new pg.Client(ownerOf(folder))
  await client.connect()
  try {
    for (const statement of [
      `insert into tag (subscription_id, public_id, name, name_folded, name_words, created_at)
       values (1, gen_random_uuid(), 'prod', 'prod', ' prod ', now())`,
      `insert into asset (asset_id, subscription_id, public_id, name, name_folded, name_words, platform, os_name, os_family,
                          os_version, architecture, last_user, created_at, scan_status, scan_finished_at, missing_count,
                          installed_count)
       select n, 1, gen_random_uuid(), name, name, ' ' || replace(name, '-', ' ') || ' ', 'linux',
              'Debian GNU/Linux 12 (bookworm)', 'debian', '12', 'x86_64', 'user' || n % 100, now(), 'ok', now(), n % 90,
              n % 500
         from generate_series(1, ${ASSETS}) n, lateral (select 'host-' || lpad(n::text, 6, '0') as name) named`,
      `insert into agent_line (asset_id, subscription_id, public_id, key_id, standing, standing_at, seq, link, machine, boot,
                               seen_at, agent_version)
       select n, 1, gen_random_uuid(), int4send(n), 'active', now(), 1, '', '', '', now(), '0.1.0'
         from generate_series(1, ${ASSETS}) n`,
      `insert into asset_tag (asset_id, tag_id, subscription_id) select n, 1, 1 from generate_series(1, ${ASSETS}) n`,
      'vacuum analyze',
    ]) {
      await client.query(statement)
    }
  } finally {
    await client.end()
  }
}
