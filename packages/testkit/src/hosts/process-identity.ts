import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** A process that cannot be mistaken for a later one with the same number: pids are reused, start times are not. */
export interface ProcessIdentity {
  readonly pid: number
  /** Field 22 of proc(5) stat: clock ticks since boot. */
  readonly startTicks: number
  readonly bootId: string
}

export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
}

interface Stat {
  readonly state: string
  readonly startTicks: number
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    // The command name in parentheses may hold spaces and parentheses: fields are counted after the last one.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', startTicks: Number(fields[19]) }
  } catch {
    return undefined // the process is gone
  }
}

/** Identity of a running process; undefined when there is none. */
export function identify(pid: number): ProcessIdentity | undefined {
  const stat = statOf(pid)
  return stat && { pid, startTicks: stat.startTicks, bootId: bootId() }
}

/** A zombie counts as dead: it holds nothing any more. */
export function isAlive(identity: ProcessIdentity): boolean {
  if (identity.bootId !== bootId()) return false
  const stat = statOf(identity.pid)
  return stat !== undefined && stat.startTicks === identity.startTicks && stat.state !== 'Z' && stat.state !== 'X'
}

/** proc_pid_comm(5): the name of the program; '' when the process has just ended. */
export function commandName(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/comm`, 'utf8').trim()
  } catch {
    return '' // it has just ended
  }
}

/** Direct children, oldest first; empty when the process is gone. */
export function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${String(pid)}/task`).flatMap(thread =>
      readFileSync(`/proc/${String(pid)}/task/${thread}/children`, 'utf8')
        .split(' ')
        .filter(text => text !== '')
        .map(Number),
    )
  } catch {
    return []
  }
}

/** The process's number in its innermost pid namespace: 1 for the init of a container. Undefined when it is gone. */
export function innermostPid(pid: number): number | undefined {
  try {
    const line = /^NSpid:\s+(.*)$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))
    return Number(line?.[1]?.split(/\s+/).at(-1))
  } catch {
    return undefined
  }
}

/** This machine's number of the process that calls itself `inner` in the pid namespace of `init`. */
export function outerPid(init: number, inner: number): number | undefined {
  const namespaceOf = (pid: string): string | undefined => {
    try {
      return readlinkSync(`/proc/${pid}/ns/pid`)
    } catch {
      return undefined // the process is gone
    }
  }
  const namespace = namespaceOf(String(init))
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(name => innermostPid(Number(name)) === inner && namespaceOf(name) === namespace)
    .map(Number)[0]
}
