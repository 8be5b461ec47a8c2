import { isOutside } from '../places.ts'
import type { Rule } from '../rule.ts'

const machine = new Set(
  `fs fs/promises child_process net http https http2 dgram dns dns/promises tls worker_threads cluster inspector`.split(
    ' ',
  ),
)

/** Disk, processes and network of the machine, imported as values anywhere but in an adapter. */
export const noMachineImports: Rule = {
  name: 'no-machine-imports',
  reason:
    'disk, processes and network are ports: put this behind one and the contact with the machine into a folder named adapters/, so that it can be faked and made to fail',
  holdsFor: path => !isOutside(path),
  check(source, report) {
    for (const { specifier, typeOnly, start } of source.references) {
      if (!typeOnly && machine.has(specifier.replace(/^node:/, ''))) report(start, specifier)
    }
    // Node hands out its modules without an import statement, too.
    const hidden = /\bprocess\s*\.\s*(getBuiltinModule|binding)\b/.exec(source.text)
    if (hidden !== null) report(hidden.index, hidden[0])
  },
}
