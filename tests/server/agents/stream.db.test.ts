import type { StreamMessage } from '@patchyard/api'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { describe, expect, it } from 'vitest'
import { activationKey, enrolledHost, choosing } from '../arrange.ts'
import { firstAdmin } from '../door-client.ts'

/** Reads the stream until `enough`; the messages so far. */
async function readStream(
  server: TestServer,
  secret: string,
  enough: (messages: readonly StreamMessage[]) => boolean,
): Promise<{ opened: Promise<void>; messages: Promise<StreamMessage[]> }> {
  const answer = await fetch(`${server.app.listeningOrigin}/api/v1/stream`, {
    headers: { authorization: `Bearer ${secret}` },
  })
  if (answer.body === null || answer.status !== 200) throw new Error(`the stream answers ${answer.status}`)
  const reader = answer.body.getReader()
  const opened = reader.read().then(() => {})
  const collect = async (): Promise<StreamMessage[]> => {
    await opened
    const messages: StreamMessage[] = []
    const decoder = new TextDecoder()
    while (!enough(messages)) {
      const { value, done } = await reader.read()
      if (done) break
      for (const [, data = ''] of decoder.decode(value).matchAll(/^data: (.*)$/gm)) {
        messages.push(JSON.parse(data) as StreamMessage)
      }
    }
    await reader.cancel()
    return messages
  }
  return { opened, messages: collect() }
}

const topicsOf = (messages: readonly StreamMessage[]): Set<string> => new Set(messages.map(message => message.topic))

describe('the stream of changes', () => {
  it('names assets and jobs by their public ids, whatever happened to them', async () => {
    await using server = await testServer()
    const admin = await firstAdmin(server)
    const key = (await admin.call('POST', '/api-keys', { title: 'stream' })).body.secret as string
    const stream = await readStream(server, key, seen => topicsOf(seen).size === 4)
    await stream.opened

    const { agent } = await enrolledHost(server, await activationKey(admin))
    const assetId = (await admin.call('GET', '/assets')).body.items[0].id as string
    const findings = await admin.call('GET', `/assets/${assetId}/findings?status=missing`)
    const job = await admin.call('POST', '/jobs', {
      name: 'All',
      ...choosing(
        [assetId],
        findings.body.items.map((finding: { patchId: string }) => finding.patchId),
      ),
      enable: true,
    })
    await agent.checkIn()
    await agent.work()

    const messages = await stream.messages
    expect([...topicsOf(messages)].sort()).toEqual(['agent', 'asset', 'job', 'task'])
    for (const { topic, id } of messages) expect(id).toBe(topic === 'job' ? job.body.id : assetId)
  })
})
