import { claim } from '../rule-examples.ts'
import { noProcessEnv } from './no-process-env.ts'

claim(noProcessEnv, {
  bad: [
    ['packages/server/src/http/listen.ts', 'const port = process.env.PORT'],
    ['packages/server/src/http/listen.ts', 'const { PORT } = process.env'],
    ['packages/server/src/http/listen.ts', 'const port = globalThis.process.env["PORT"]'],
    ['packages/server/src/http/listen.ts', 'import { env } from "node:process"'],
  ],
  good: [
    ['packages/server/src/http/listen.ts', 'const port = config.port'],
    ['packages/server/src/http/listen.ts', 'import { platform } from "node:process"'],
    ['packages/server/src/config/read-config.ts', 'readConfig(process.env)'],
    ['packages/agent/src/agent-config.ts', 'readConfig(process.env)'],
    ['packages/server/src/main.ts', 'readConfig(process.env, process.argv)'],
    ['packages/server/src/adapters/node-processes.ts', 'spawn(program, { env: process.env })'],
  ],
})
