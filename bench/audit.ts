import pg from 'pg'
import type { Bench, Figure } from '../tools/bench/bench.ts'
import { ownerOf } from './server/database-size.ts'
import { type RealServer, startRealServer } from './server/real-server.ts'

const ROWS = 200_000
const ROUNDS = 20
const ACTIONS = ['tag.change', 'job.start', 'asset.scan', 'session.start', 'session.refuse', 'person.invite']

const asked: readonly (readonly [name: string, query: string, more: string])[] = [
  ['newest page', '', ''],
  ['newest page with four facets', '', '&facets=action,actor,actorKind,objectKind'],
  ['one thing, by its id', 'objectId:00000000-0000-4000-8000-000000000077', ''],
  ['one person of a hundred', 'actor:person7@example.org', ''],
  ['oneself', 'actor:me', ''],
  ['addresses of a network', 'address:203.0.113.0/28', ''],
  ['an action, whole', 'action:`person.invite`', ''],
  ['an action that is begun', 'action:session.*', ''],
  ['a day a year ago', 'at:[now-365d .. now-364d]', ''],
  ['a word of one row', 'detail:needle', ''],
  ['no row: every text is read', 'nothing-like-it', ''],
  ['sorted by action', 'actorKind:session', '&sort=action'],
]

export const bench: Bench = {
  about: 'Searching the audit over HTTP: the first page of 50 with its count.',
  data: `${ROWS} rows of a subscription and as many of another, written by SQL: a hundred people, ${ACTIONS.length} actions, 1,000 things, a fifth not signed in from 4,096 addresses, over two years. The real server with its embedded PostgreSQL; processor time of the server and PostgreSQL for one request, of ${ROUNDS} after a first one.`,
  async run() {
    await using server = await startRealServer()
    await writeRows(server.folder)
    const figures: Figure[] = []
    for (const [name, query, more] of asked) figures.push(await timed(server, name, query, more))
    return figures
  },
}

async function timed(server: RealServer, name: string, query: string, more: string): Promise<Figure> {
  const ask = async (): Promise<void> => {
    const reply = await server.open(`/audit?${new URLSearchParams({ query }).toString()}${more}`)
    const text = await reply.text()
    if (reply.status !== 200 || text.includes('totalIsLowerBound')) throw new Error(`${name}: ${text.slice(0, 200)}`)
  }
  await ask()
  const before = server.cpu()
  for (let round = 0; round < ROUNDS; round++) await ask()
  const after = server.cpu()
  const seconds = after.server + after.postgres - before.server - before.postgres
  return { name, value: (seconds * 1000) / ROUNDS, unit: 'ms of CPU', atMost: 500 }
}

async function writeRows(folder: string): Promise<void> {
  const client = new pg.Client(ownerOf(folder))
  await client.connect()
  try {
    for (const statement of [
      `insert into subscription (public_id, name, licence_kind, created_at) values (gen_random_uuid(), 'other', 'full', now())`,
      `insert into person (public_id, email, email_folded, email_words, name, name_folded, name_words, created_at)
       select gen_random_uuid(), e, e, ' person' || n || ' example org ', e, e, ' person' || n || ' example org ', now()
         from generate_series(1, 100) n, lateral (select 'person' || n || '@example.org' as e) x`,
      `create temporary table who as
         select row_number() over (order by id) - 1 as no, public_id::text as id from person`,
      `create temporary table rows as
       select s.id as subscription_id, n, now() - (${ROWS} - n) * interval '5 minutes' as at,
              case when n % 5 = 0 then 'anonymous' else 'session' end as kind,
              case when n % 5 = 0 then '203.0.' || 100 + n % 16 || '.' || n % 256 else w.id end as name,
              (array['${ACTIONS.join("','")}'])[1 + n % ${ACTIONS.length}] as action,
              '00000000-0000-4000-8000-' || lpad((n % 1000)::text, 12, '0') as thing,
              '{"after":{"name":"web servers ' || n || case when n = 99 then ' needle' else '' end ||
                '","note":"some words that stand in every row"},"before":{"name":"servers"}}' as detail
         from subscription s cross join generate_series(1, ${ROWS}) n join who w on w.no = n % 100`,
      'delete from audit',
      `insert into audit (subscription_id, n, at, actor, action, object, detail, prev, hash, actor_kind, actor_name, actor_name_words,
                          actor_person, actor_address, action_words, object_kind, object_id, object_words, detail_folded, detail_words)
       select subscription_id, n, at, kind || ':' || name, action, 'tag:' || thing, detail::json, sha256(n::text::bytea),
              sha256(n::text::bytea), kind, name, ' ' || regexp_replace(name, '[-.]', ' ', 'g') || ' ',
              case kind when 'session' then name::uuid end, case kind when 'anonymous' then name::inet end,
              ' ' || replace(action, '.', ' ') || ' ', 'tag', thing::uuid, ' tag ' || replace(thing, '-', ' ') || ' ',
              lower(detail), ' ' || trim(regexp_replace(lower(detail), '[^a-z0-9]+', ' ', 'g')) || ' '
         from rows order by subscription_id, n`,
      `insert into audit_head (subscription_id, n, hash) select id, ${ROWS}, '\\x00' from subscription
         on conflict (subscription_id) do update set n = excluded.n`,
      'vacuum analyze',
    ]) {
      await client.query(statement)
    }
    const { rows } = await client.query<{ size: number }>(
      `select pg_total_relation_size('audit')::float8 / (select count(*) from audit) as size`,
    )
    process.stderr.write(`audit: ${Math.round(rows[0]?.size ?? 0)} bytes a row with its indexes\n`)
  } finally {
    await client.end()
  }
}
