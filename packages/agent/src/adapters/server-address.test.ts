import { describe, expect, it } from 'vitest'
import { parseProxyUrl, parseServerUrl, proxyFromEnvironment } from './server-address.ts'

describe('server address', () => {
  it.each([
    ['https://patchyard.example.org', false],
    ['https://patchyard.example.org:8443/', false],
    ['http://127.0.0.1:8080', false],
    ['http://[::1]:8080', false],
    ['http://localhost', false],
    ['http://patchyard.example.org', true],
  ])('%s is taken (plain http allowed: %s)', (text, plain) => {
    expect(parseServerUrl(text, plain).host).not.toBe('')
  })

  it.each([
    ['http://patchyard.example.org'],
    ['http://127.0.0.1.example.org'],
    ['http://localhost.example.org'],
    ['ftp://patchyard.example.org'],
    ['patchyard.example.org'],
    ['https://user:secret@patchyard.example.org'],
    ['https://patchyard.example.org/agent'],
    ['https://patchyard.example.org/?a=1'],
    ['https://patchyard.example.org/#x'],
    [''],
  ])('"%s" is refused without plain http', text => {
    expect(() => parseServerUrl(text, false)).toThrow(expect.objectContaining({ code: 'E_SERVER_ADDRESS' }))
  })
})

describe('proxy', () => {
  it.each([
    ['proxy.example.org:3128', 'http://proxy.example.org:3128/'],
    ['https://u:p@proxy.example.org', 'https://u:p@proxy.example.org/'],
  ])('%s is %s', (text, href) => {
    expect(parseProxyUrl(text).href).toBe(href)
  })

  it.each([['socks5://proxy:1080'], ['http://'], ['']])('"%s" is refused', text => {
    expect(() => parseProxyUrl(text)).toThrow(expect.objectContaining({ code: 'E_SERVER_ADDRESS' }))
  })

  it.each<[string, Record<string, string>, string, string | null]>([
    ['https uses https_proxy', { https_proxy: 'a', HTTPS_PROXY: 'b', http_proxy: 'c' }, 'https://x', 'a'],
    ['capitals count for https', { HTTPS_PROXY: 'b' }, 'https://x', 'b'],
    ['and not for http', { HTTP_PROXY: 'b' }, 'http://x', null],
    ['all_proxy is the fallback', { ALL_PROXY: 'b' }, 'https://x', 'b'],
    ['an empty value switches off', { https_proxy: '', ALL_PROXY: 'b' }, 'https://x', null],
  ])('%s', (_, env, server, proxy) => {
    expect(proxyFromEnvironment(env, new URL(server)).proxy).toBe(proxy)
  })
})
