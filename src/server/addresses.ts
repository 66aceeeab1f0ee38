import { lookup } from 'node:dns/promises'
import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { OperationError } from '../core/findings/operation-error.js'

/** Link-local and unspecified addresses, multicast, and where clouds answer questions about the machine. */
const refused = new BlockList()
for (const [net, bits] of [
  ['169.254.0.0', 16],
  ['0.0.0.0', 8],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Alibaba Cloud's metadata service.
  ['100.100.100.200', 32],
] as const)
  refused.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['fe80::', 10],
  ['ff00::', 8],
  ['::', 128],
  // The metadata service of EC2 over IPv6.
  ['fd00:ec2::254', 128],
] as const)
  refused.addSubnet(net, bits, 'ipv6')

/**
 * Endpoints are added by people, but what they name is asked by the server. A name is looked up once here; a name that says something
 * else to the driver a moment later is not seen.
 * @throws OperationError XW-S0914
 */
export async function checkAddress(url: string): Promise<void> {
  const host = hostOf(url)
  if (host === undefined) return
  for (const address of isIPv4(host) || isIPv6(host) ? [host] : await addressesOf(host))
    if (isRefused(address)) throw new OperationError('XW-S0914', { host: host.slice(0, 200) })
}

/** The block list also knows IPv4 addresses that are written as IPv6 ones. */
const isRefused = (address: string): boolean => refused.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')

function hostOf(url: string): string | undefined {
  try {
    // As the endpoint's own reader does: it splits host and port of every scheme alike.
    const { hostname } = new URL(url.replace(/^[a-z][a-z0-9+.-]*:\/\//i, 'http://'))
    return decodeURIComponent(hostname).replace(/^\[(.*)\]$/, '$1') || undefined
  } catch {
    return undefined
  }
}

/** A name that nobody knows is told by the driver, in its own words. */
const addressesOf = async (host: string): Promise<readonly string[]> =>
  (await lookup(host, { all: true }).catch(() => [])).map(({ address }) => address)
