/** Dotted quad without leading zeros: `010.0.0.1` is 8.0.0.1 to some readers. */
const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/

export function isIpv4(text: string): boolean {
  return ipv4.test(text)
}

/** The URL parser of the platform knows the grammar of RFC 4291; zones (`%eth0`) are not addresses of their own. */
export function isIpv6(text: string): boolean {
  return /^[0-9a-fA-F:.]+$/.test(text) && text.includes(':') && URL.canParse(`http://[${text}]/`)
}

export function isIpAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text)
}

/** An address, or a network as address/length. */
export function isCidr(text: string): boolean {
  const [address = '', length, ...rest] = text.split('/')
  if (rest.length > 0 || !isIpAddress(address)) return false
  return length === undefined || (/^(0|[1-9]\d{0,2})$/.test(length) && Number(length) <= (isIpv4(address) ? 32 : 128))
}

/** Host names and addresses (bare or in brackets, as in URLs) that stay on this machine. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  return bare === 'localhost' || bare === '::1' || (isIpv4(bare) && bare.startsWith('127.'))
}
