import { systemClock } from '@patchyard/server/adapters'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { fixtureWorld, NOW_MS } from '../query/world/fixture-world.ts'
import { insertWorld } from '../query/world/insert-world.ts'
import { firstAdmin } from '../server/door-client.ts'
import { addMember, type Member } from '../server/people.ts'

export interface WorldServer extends AsyncDisposable {
  readonly server: TestServer
  /** Administrator of subscription 7, whose world is that of the query scripts. */
  readonly admin: Member
  /** Administrator of subscription 8, whose world is the same: what is found twice went through the wall. */
  readonly neighbour: Member
}

/** The whole server over the world of the query scripts, at noon of its Saturday. */
export async function worldServer(): Promise<WorldServer> {
  const offset = systemClock.nowMs() - NOW_MS
  const server = await testServer({ clock: { ...systemClock, nowMs: () => systemClock.nowMs() - offset } })
  await firstAdmin(server)
  await insertWorld(server.db, fixtureWorld(7))
  await insertWorld(server.db, fixtureWorld(8))
  return {
    server,
    admin: await addMember(server, 'admin@seven.example', 'administrator', 7),
    neighbour: await addMember(server, 'admin@eight.example', 'administrator', 8),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
