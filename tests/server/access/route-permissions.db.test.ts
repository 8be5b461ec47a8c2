import { readFile } from 'node:fs/promises'
import { type RouteName, routes } from '@patchyard/api'
import {
  type Decision,
  decide,
  type JobObjects,
  type JobOwner,
  type Permission,
  permissionsOf,
  type Role,
  roleLabels,
  roleMay,
  roles,
} from '@patchyard/domain'
import { systemRandom } from '@patchyard/server/adapters'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstAdmin } from '../door-client.ts'
import { addMember, type Member, personIdOf } from '../people.ts'

// Who may call what, route by route, and what of a job that is one's own, another's, or another's with oneself as co-author. The
// tables are a file so that a review sees when a right changes: `PATCHYARD_WRITE_TABLES=1 npm test -- db route-permissions`.

const FILE = new URL('route-permissions.md', import.meta.url)
const names = Object.keys(routes) as RouteName[]

type Speaker = 'nobody' | Role | 'operator'
const speakers: readonly Speaker[] = ['nobody', ...roles, 'operator']
const labelOf = (one: Speaker): string =>
  one === 'nobody' ? 'Nobody' : one === 'operator' ? 'Operator' : roleLabels[one]

/** The operator of the test is an administrator as well. */
function may(name: RouteName, speaker: Speaker): boolean {
  const { permission } = routes[name] as { permission: string }
  if (permission === 'public') return true
  if (speaker === 'nobody') return false
  if (permission === 'operator') return speaker === 'operator'
  return (
    permission === 'session' || roleMay(speaker === 'operator' ? 'administrator' : speaker, permission as Permission)
  )
}

/** What a route does to the job in its path. */
const jobRoutes = {
  getJob: { action: 'job.view', body: undefined },
  changeJob: { action: 'job.edit', body: { name: 'Other' } },
  replaceJobDefinition: { action: 'job.edit', body: { platform: 'linux' } },
  cloneJob: { action: 'job.clone', body: {} },
  deleteJob: { action: 'job.delete', body: undefined },
  enableJob: { action: 'job.start', body: undefined },
  retryJob: { action: 'job.start', body: {} },
  disableJob: { action: 'job.stop', body: undefined },
  cancelJob: { action: 'job.stop', body: undefined },
  addCoAuthor: { action: 'job.editAccess', body: { person: '' } },
  removeCoAuthor: { action: 'job.editAccess', body: undefined },
  changeJobOwner: { action: 'job.changeOwner', body: { jobs: [''], owner: '' } },
} as const satisfies {
  readonly [N in RouteName]?: { readonly action: keyof JobObjects; readonly body: object | undefined }
}
type JobRoute = keyof typeof jobRoutes

/** Owner of the job, and whether the speaker is its co-author. null: the speaker owns it. */
const belongings = {
  own: { owner: null, coAuthor: false },
  "Patch User's": { owner: 'patchUser', coAuthor: false },
  "Patch User's, co-author": { owner: 'patchUser', coAuthor: true },
  "Administrator's, co-author": { owner: 'administrator', coAuthor: true },
} as const satisfies { readonly [name: string]: { readonly owner: Role | null; readonly coAuthor: boolean } }
type Belonging = keyof typeof belongings
const belongingNames = Object.keys(belongings) as Belonging[]

const all = { kind: 'all' } as const
const ownerOf = (id: string, role: Role): JobOwner => ({ id, roles: [role], scope: all, active: true })

function decisionOf(name: JobRoute, role: Role, belonging: Belonging): Decision {
  if (!may(name, role)) return { allowed: false, because: 'noPermission' }
  const { owner, coAuthor } = belongings[belonging]
  const held = permissionsOf([role])
  const actor = { personId: 'me', roles: [role], scope: all, can: (one: string) => held.has(one as Permission) }
  const job = {
    owner: owner === null ? ownerOf('me', role) : ownerOf('other', owner),
    coAuthorIds: coAuthor ? ['me'] : [],
    newOwner: ownerOf('new', 'patchUser'),
  }
  // Whoever may not open a job changes nothing of it; only its owner is changed without.
  if (name !== 'changeJobOwner') {
    const view = decide(actor, 'job.view', job)
    if (!view.allowed) return view
  }
  return decide(actor, jobRoutes[name].action, job)
}

const cell = (decision: Decision): string => (decision.allowed ? '✓' : decision.because)

function tableOf(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map(row => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`
  return [line(heads), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)]
}

const pathOf = (name: RouteName): string => `${routes[name].method} ${routes[name].path}`

function page(): string {
  const guards = (name: RouteName): string => {
    const route = routes[name] as { stepUp?: true; keys?: 'allowed' }
    return route.stepUp === true ? (route.keys === 'allowed' ? 'proof' : 'proof, no keys') : ''
  }
  return [
    '# Routes and roles',
    '',
    'Written by `route-permissions.db.test.ts`, which calls every cell. Paths are below `/api/v1`.',
    '',
    'Guard: *proof* asks a session for a proof of the last ten minutes; *no keys* refuses API keys altogether.',
    '',
    ...tableOf(
      ['route', 'permission', 'guard', ...speakers.map(labelOf)],
      names.map(name => [
        pathOf(name),
        routes[name].permission,
        guards(name),
        ...speakers.map(one => (may(name, one) ? '✓' : '')),
      ]),
    ),
    '',
    '# Jobs: own, of others, co-authored',
    '',
    'Everybody here sees all assets. A cell is ✓ or the reason of the refusal.',
    '',
    ...belongingNames.flatMap(belonging => [
      `## ${belonging}`,
      '',
      ...tableOf(
        ['route', ...roles.map(role => roleLabels[role])],
        (Object.keys(jobRoutes) as JobRoute[]).map(name => [
          pathOf(name),
          ...roles.map(role => cell(decisionOf(name, role, belonging))),
        ]),
      ),
      '',
    ]),
  ].join('\n')
}

let server: TestServer
const members = new Map<Speaker, Member>()

beforeAll(async () => {
  server = await testServer()
  await firstAdmin(server)
  for (const role of roles) members.set(role, await addMember(server, `${role}@example.org`, role))
  await addMember(server, 'other.user@example.org', 'patchUser')
  await addMember(server, 'other.administrator@example.org', 'administrator')
  members.set('operator', await addMember(server, 'operator@example.org', 'administrator'))
  await server.db.owner(`update person set is_operator = true where email = 'operator@example.org'`)
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

it('the tables are those in route-permissions.md', async () => {
  if (process.env['PATCHYARD_WRITE_TABLES'] === '1') {
    const { writeFile } = await import('node:fs/promises')
    await writeFile(FILE, page())
  }
  expect(await readFile(FILE, 'utf8')).toBe(page())
})

const ask = async (speaker: Speaker, method: string, path: string, payload: object | undefined) => {
  const secret = members.get(speaker)?.secret
  const reply = await server.app.inject({
    method: method as 'GET',
    url: `/api/v1${path}`,
    // Signing out ends the session; asked with a key nothing ends, and rights are the same.
    headers: { 'if-match': '*', ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }) },
    ...(payload === undefined ? {} : { payload }),
  })
  const isJson =
    /json;|json$/.test(String(reply.headers['content-type'])) && !/ndjson/.test(String(reply.headers['content-type']))
  return { status: reply.statusCode, body: isJson ? reply.json<Record<string, unknown>>() : {} }
}

describe.each(speakers)('%s', speaker => {
  it.each(names)('%s', async name => {
    const { method, path } = routes[name]
    // Nothing that could be made: a body that is refused comes after the question who asks.
    const body = method === 'POST' || method === 'PUT' || method === 'PATCH' ? { nothing: true } : undefined
    const reply = await ask(
      speaker,
      method,
      path.replaceAll(/:\w+/g, () => systemRandom.uuid()),
      body,
    )
    const route = routes[name] as { stepUp?: true; keys?: 'allowed' }
    if (!may(name, speaker)) expect(reply).toMatchObject({ status: speaker === 'nobody' ? 401 : 403 })
    else if (speaker !== 'nobody' && route.stepUp === true && route.keys !== 'allowed') {
      expect(reply).toMatchObject({ status: 403, body: { code: 'key_not_allowed' } })
    } else {
      expect(reply.status).toBeLessThan(500)
      expect([401, 403], JSON.stringify(reply.body)).not.toContain(reply.status)
    }
  })
})

describe.each(roles)('a job and a %s', role => {
  const cells = belongingNames.flatMap(belonging =>
    (Object.keys(jobRoutes) as JobRoute[]).map(name => [belonging, name] as const),
  )
  it.each(cells)('%s: %s', async (belonging, name) => {
    const { owner, coAuthor } = belongings[belonging]
    const me = members.get(role)?.email ?? ''
    const job = await makeJob(
      owner === null ? me : owner === 'patchUser' ? 'other.user@example.org' : 'other.administrator@example.org',
      coAuthor ? me : null,
    )
    const other = await personIdOf(server, 'other.user@example.org')
    const path = routes[name].path.replace(':id', job).replace(':person', systemRandom.uuid())
    const given = { jobs: [job], owner: other, dryRun: true }
    const body = name === 'changeJobOwner' ? given : name === 'addCoAuthor' ? { person: other } : jobRoutes[name].body
    const reply = await ask(role, routes[name].method, path, body)
    const decision = decisionOf(name, role, belonging)
    if (decision.allowed) {
      // 409: the job is not in a state for it; 404: there is no such co-author.
      expect([200, 201, 404, 409], JSON.stringify(reply.body)).toContain(reply.status)
      if (reply.status === 404) expect(name).toBe('removeCoAuthor')
    } else {
      expect(reply).toMatchObject({ status: 403, body: { code: 'forbidden' } })
      if (may(name, role)) expect(reply.body['because']).toBe(decision.because)
    }
  })
})

async function makeJob(owner: string, coAuthor: string | null): Promise<string> {
  const [job] = await server.db.owner<{ id: number; public_id: string }>(
    `insert into job (subscription_id, public_id, name, name_folded, kind, platform, state, schedule_type, spec_version,
                      owner_id, created_at, modified_at)
     select 1, gen_random_uuid(), 'J', 'j', 'deployment', 'linux', 'disabled', 'onDemand', 1, id, now(), now()
       from person where email = $1 returning id::int, public_id`,
    [owner],
  )
  const document = {
    kind: 'deployment',
    platform: 'linux',
    assets: [],
    patches: [],
    schedule: { type: 'onDemand' },
    options: { onFailure: 'stop', reboot: 'never', windowMinutes: 60 },
  }
  await server.db.owner(
    `insert into job_spec (job_id, version, subscription_id, document, digest, author_id, created_at)
     select id, 1, 1, $2, '\\x00', owner_id, now() from job where id = $1`,
    [job?.id, JSON.stringify(document)],
  )
  if (coAuthor !== null) {
    await server.db.owner(
      `insert into job_co_author (job_id, person_id, subscription_id) select $1, id, 1 from person where email = $2`,
      [job?.id, coAuthor],
    )
  }
  return job?.public_id ?? ''
}
