import { readdirSync, readFileSync } from 'node:fs'

/**
 * In the environment of everything that a scope with `leavesNothing` starts. Children inherit it over setsid(2) and double forks, which a
 * process group does not survive; only a program that throws its environment away loses it, and that one the control group still holds.
 */
export const SCOPE_MARK = 'PATCHYARD_SCOPE'

/** Processes that carry this scope's mark, this one excluded. Zombies have no environment left and do not count. */
export function markedProcesses(scopeName: string): number[] {
  const mark = `${SCOPE_MARK}=${scopeName}`
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter(pid => environmentOf(pid).includes(mark))
    .map(Number)
}

function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
  } catch {
    // Gone, or a kernel thread.
    return []
  }
}
