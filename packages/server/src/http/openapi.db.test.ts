import { routes as contract } from '@patchyard/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testServer, type TestServer } from '../testing/index.ts'
import { errorRegistry } from '../errors/registry.ts'

interface Operation {
  operationId: string
  parameters?: { name: string; in: string; required?: boolean; schema?: unknown }[]
  requestBody?: { content: Record<string, { schema: unknown }> }
  responses: Record<string, { description?: string; content?: Record<string, { schema: { $ref?: string } }> }>
  security: unknown[]
}
interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown> }
}

let server: TestServer
let document: Document
let operations: (Operation & { path: string; method: string })[]

beforeAll(async () => {
  server = await testServer()
  const reply = await server.app.inject({ url: '/api/v1/openapi.json' })
  document = reply.json<Document>()
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method })),
  )
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
})

/** Every value of a member anywhere in the document. */
function* membersNamed(name: string, value: unknown): Generator {
  if (typeof value !== 'object' || value === null) return
  for (const [key, part] of Object.entries(value)) {
    if (key === name) yield part
    yield* membersNamed(name, part)
  }
}

it('is OpenAPI 3.1', () => {
  expect(document.openapi).toBe('3.1.0')
})

it('has every route of the contract, with its own name', () => {
  const documented = operations.map(({ operationId, method, path }) => `${operationId} ${method} ${path}`).sort()
  const promised = Object.entries(contract).map(
    ([name, { method, path }]) => `${name} ${method.toLowerCase()} /api/v1${path.replaceAll(/:(\w+)/g, '{$1}')}`,
  )
  expect(documented).toEqual(expect.arrayContaining(promised))
  expect(new Set(operations.map(operation => operation.operationId)).size).toBe(operations.length)
})

it('refers only to components that are there, and calls them by their names', () => {
  const references = [...membersNamed('$ref', document)] as string[]
  expect(references.length).toBeGreaterThan(20)
  const names = Object.keys(document.components.schemas)
  for (const reference of references) expect(names.map(name => `#/components/schemas/${name}`)).toContain(reference)
  for (const name of names) expect(name).toMatch(/^[A-Z][A-Za-z]+$/)
  expect([...membersNamed('$id', document)]).toEqual([])
})

it('declares every parameter of a path', () => {
  for (const { path, operationId, parameters = [] } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1])
    const declared = parameters.filter(parameter => parameter.in === 'path').map(parameter => parameter.name)
    expect([operationId, declared]).toEqual([operationId, inPath])
  }
})

it('says for each operation how it is refused, in codes that exist', () => {
  for (const { operationId, responses } of operations) {
    const refusal = responses['default']
    expect(refusal?.content?.['application/problem+json']?.schema).toEqual({ $ref: '#/components/schemas/Problem' })
    const codes = [...(refusal?.description ?? '').matchAll(/`(\w+)`/g)].map(match => match[1] ?? '')
    expect(codes).toContain('internal')
    expect([operationId, codes.filter(code => !Object.hasOwn(errorRegistry, code))]).toEqual([operationId, []])
  }
})

it('asks for credentials wherever the contract does', () => {
  for (const { operationId, security } of operations) {
    const { permission } = contract[operationId as keyof typeof contract] ?? { permission: 'session' }
    expect([operationId, security.length > 0]).toEqual([operationId, permission !== 'public'])
  }
})

/** The same list, asked for real: nobody gets an answer where credentials are asked for. */
it('is true: without credentials every operation that needs them says so', async () => {
  for (const { operationId, path, method, security } of operations) {
    if (security.length === 0) continue
    const url = path.replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000')
    const reply = await server.app.inject({ method: method.toUpperCase() as 'GET', url })
    expect([operationId, reply.statusCode, reply.json<{ code: string }>().code]).toEqual([
      operationId,
      401,
      'unauthenticated',
    ])
  }
})
