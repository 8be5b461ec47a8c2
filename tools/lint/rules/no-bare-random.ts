import { isOutside } from '../places.ts'
import type { Rule } from '../rule.ts'
import { walk } from '../source.ts'
import { dotted } from '../syntax.ts'

const sources =
  /(^|\.)(crypto|webcrypto)\.(randomUUID|randomBytes|randomInt|randomFill|randomFillSync|getRandomValues)$/
const imported = new Set(['randomUUID', 'randomBytes', 'randomInt', 'randomFill', 'randomFillSync', 'getRandomValues'])

/** Random numbers drawn anywhere but in an adapter of `Random`. */
export const noBareRandom: Rule = {
  name: 'no-bare-random',
  reason: 'chance is a port: take a `Random` from @patchyard/domain, so that the same seed gives the same log',
  holdsFor: path => !isOutside(path),
  check(source, report) {
    for (const { specifier, names, start } of source.references) {
      if (specifier !== 'node:crypto' && specifier !== 'crypto') continue
      for (const name of names) if (imported.has(name)) report(start, `${name} from ${specifier}`)
    }
    walk(source.program, node => {
      if (node.type !== 'MemberExpression') return
      const name = dotted(node)
      if (name === undefined) return
      if (name === 'Math.random' || sources.test(name)) report(node.start, name)
    })
  },
}
