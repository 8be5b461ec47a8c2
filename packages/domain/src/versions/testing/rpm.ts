import type { VersionOrder } from '../version-scheme.ts'
import { hasProgram, linesOf } from './program.ts'

// rpm's own Lua answers all pairs in one process, about a million a second. Its reference: rpm.vercmp compares
// epoch:version-release strings; rpm.ver(e, v, r) takes the parts as they are, so that a whole string can be one version.
const evrScript = (pairs: string): string => `
  for line in io.lines() do
    local a, b = line:match("^([^\\t]*)\\t([^\\t]*)$")
    io.stdout:write(${pairs}, "\\n")
  end`

const wholeVersions = `(function ()
  local x, y = rpm.ver("0", a, "1"), rpm.ver("0", b, "1")
  return x < y and -1 or y < x and 1 or 0
end)()`

/** What rpm says about pairs of epoch:version-release. It cannot be asked about empty strings, tabs and line ends. */
export function rpmOrders(pairs: readonly (readonly [string, string])[]): VersionOrder[] {
  return ask(evrScript('rpm.vercmp(a, b)'), pairs)
}

/** What rpm says about pairs of bare versions. */
export function rpmBareOrders(pairs: readonly (readonly [string, string])[]): VersionOrder[] {
  return ask(evrScript(wholeVersions), pairs)
}

/** Why rpm cannot be asked on this machine. `rpm.ver` came with 4.17; tilde and caret are older. */
export function rpmNeeds(): string | undefined {
  const answers = hasProgram('rpm') && linesOf('rpm', ['--eval', '%{lua:print(rpm.ver ~= nil)}'])[0] === 'true'
  return answers ? undefined : 'needs rpm 4.17 or later'
}

export const canBeAskedOfRpm = (version: string): boolean => version !== '' && !/[\t\n\0]/.test(version)

function ask(script: string, pairs: readonly (readonly [string, string])[]): VersionOrder[] {
  const input = pairs.map(([a, b]) => `${a}\t${b}\n`).join('')
  return linesOf('rpm', ['--eval', `%{lua:${script}}`], input)
    .filter(line => line !== '')
    .map(line => Number(line) as VersionOrder)
}
