import { readdirSync, readFileSync } from 'node:fs'

/** The postmaster that a server process has as its direct child. @throws Error when it has none. */
export function postgresOf(serverPid: number): number {
  for (const task of readdirSync(`/proc/${String(serverPid)}/task`)) {
    const children = readFileSync(`/proc/${String(serverPid)}/task/${task}/children`, 'utf8')
      .trim()
      .split(' ')
    for (const child of children) {
      if (child !== '' && readFileSync(`/proc/${child}/comm`, 'utf8').trim() === 'postgres') return Number(child)
    }
  }
  throw new Error(`process ${String(serverPid)} has no PostgreSQL of its own`)
}
