import type { DebStory, HostAccess } from '@patchyard/testkit/hosts'

const log = '/var/log/grove-installs'

/**
 * Updates that write down each time they are unpacked and configured: whatever agent, server and database say, this file
 * is who was really there. Each takes `seconds` to configure, so that a fault has something to meet.
 */
export function countedInstalls(names: readonly string[], seconds = 0.3): DebStory {
  return {
    installed: names.map(name => ({ name, version: '1.0' })),
    offered: names.map(name => ({
      name,
      version: '2.0',
      scripts: {
        preinst: `echo "${name} unpacked" >> ${log}`,
        postinst: `echo "${name} configured" >> ${log}\nsleep ${String(seconds)}`,
      },
    })),
  }
}

/** `prefix-1` … `prefix-n`. */
export const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1)}`)

/** What happened to each package: `2.0 unpacked configured` is one whole installation, `1.0` none. */
export async function installsOf(host: HostAccess, names: readonly string[]): Promise<Record<string, string>> {
  const script = `dpkg-query -W -f '\${Package} \${db:Status-Abbrev}\${Version}\\n' $NAMES; echo; cat ${log} 2>/dev/null || true`
  const [states = '', done = ''] = (await host.sh(script, { env: { NAMES: names.join(' ') } })).split('\n\n')
  const steps = done.split('\n').map(line => line.split(' '))
  return Object.fromEntries(
    states
      .trim()
      .split('\n')
      .map(line => {
        const [name = '', state = '', version = ''] = line.split(' ')
        const own = steps.filter(([of]) => of === name).map(([, step]) => step ?? '')
        return [name, [...(state === 'ii' ? [] : [state]), version, ...own].join(' ')]
      }),
  )
}
