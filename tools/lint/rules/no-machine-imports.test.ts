import { claim } from '../rule-examples.ts'
import { noMachineImports } from './no-machine-imports.ts'

const inside = 'packages/agent/src/core/journal.ts'

claim(noMachineImports, {
  bad: [
    [inside, 'import { readFile } from "node:fs/promises"'],
    [inside, 'import fs from "fs"'],
    [inside, 'import { execFile } from "node:child_process"'],
    [inside, 'import net from "node:net"'],
    [inside, 'import { request } from "node:https"'],
    [inside, 'import { Worker } from "node:worker_threads"'],
    [inside, 'import dgram from "node:dgram"'],
    [inside, 'import tls from "node:tls"'],
    [inside, 'const fs = await import("node:fs")'],
    [inside, 'export { readFile } from "node:fs/promises"'],
    [inside, 'process.getBuiltinModule("fs")'],
  ],
  good: [
    [inside, 'import type { IncomingMessage } from "node:http"'],
    [inside, 'import { type Socket } from "node:net"'],
    [inside, 'import { join } from "node:path"'],
    ['packages/agent/src/adapters/node-disk.ts', 'import { readFile } from "node:fs/promises"'],
    ['packages/agent/src/platform/linux/apt/adapters/run.ts', 'import { execFile } from "node:child_process"'],
    ['packages/agent/src/testing/fake-disk.ts', 'import { tmpdir } from "node:os"\nimport fs from "node:fs"'],
    ['packages/cli/bin/patchyard.mjs', 'import { spawn } from "node:child_process"'],
  ],
})
