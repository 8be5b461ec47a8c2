import { claim } from '../rule-examples.ts'
import { noShell } from './no-shell.ts'

const adapter = 'packages/agent/src/adapters/node-processes.ts'

claim(noShell, {
  bad: [
    [adapter, 'import { exec } from "node:child_process"'],
    [adapter, 'import { execSync as run } from "child_process"'],
    [adapter, 'spawn("apt-get", args, { shell: true })'],
    [adapter, 'spawn("apt-get", args, { "shell": "/bin/sh" })'],
    ['tools/test/run-command.ts', 'spawn("x", [], { shell: true })'],
  ],
  good: [
    [adapter, 'import { execFile, spawn } from "node:child_process"'],
    [adapter, 'spawn("apt-get", args, { shell: false })'],
    ['tests/hosts/apt.host.test.ts', 'import { execSync } from "node:child_process"'],
  ],
})
