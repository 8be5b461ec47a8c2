import type { Rule } from '../rule.ts'

const maxLines = 400
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|tsx|mjs)$/
const component = /^[A-Z][A-Za-z0-9]*(\.test)?\.tsx$/
const bag = /^(utils?|helpers?|lib|misc|stuff)(\.test)?\.(ts|tsx|mjs)$|(^|\/)(utils?|helpers?|lib|misc)\//

/** Names and sizes of source files. */
export const fileShape: Rule = {
  name: 'file-shape',
  reason: `files are named after the one thing they export (kebab-case, React components PascalCase) and stay below ${maxLines} lines`,
  holdsFor: () => true,
  check({ path, text }, report) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    if (!kebab.test(name) && !component.test(name)) report(0, `the name ${name}`)
    if (bag.test(name) || bag.test(path.replace(/^(tests|packages\/[^/]+\/src)\//, ''))) report(0, `a bag: ${path}`)
    const lines = text.split('\n').length - 1
    if (lines > maxLines) report(0, `${lines} lines`)
  },
}
