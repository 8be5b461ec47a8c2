/** An address that works on this machine, for a server that was not told how others reach it. */
export function localUrl(https: boolean, host: string, port: number): string {
  const name = host === '::' || host === '0.0.0.0' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return `${https ? 'https' : 'http'}://${name}:${port}`
}

/** `--public-url https://10.0.0.1:0` stands for the port that the system chose. */
export function withPort(publicUrl: string, port: number): string {
  const url = new URL(publicUrl)
  if (url.port === '0') url.port = String(port)
  return url.origin
}
