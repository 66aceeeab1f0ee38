import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { connect, Server, type Socket } from 'node:net'

/** Two network namespaces with a cable between them: one from which is searched, one with hosts of our own making. */
export interface TestNetwork {
  /** Words in front of a command that makes it run in the searching namespace. */
  readonly inside: readonly string[]
  /** Listens there; the sockets are ours, so a test can play any host of the network in its own process. */
  listen(host: string, port: number, onSocket: (socket: Socket) => void): Promise<void>
  /** Puts a server that listens on this machine's loopback at an address of the network, byte by byte. */
  publish(host: string, port: number, serverPort: number): Promise<void>
  /** Every packet that leaves the searching namespace, until it is asked for. */
  capture(): Promise<{ stop(): Promise<readonly Packet[]> }>
  close(): void
}

/** `kind`: `tcp` with SYN set and nothing else, or what else it was. */
export interface Packet {
  readonly kind: string
  readonly address: string
  readonly port: number
}

/** Whether namespaces with a cable can be made here, and certificates. When they cannot, that is said aloud. */
export function networkAvailable(): boolean {
  const name = `xw-probe-${process.pid}`
  try {
    execFileSync('openssl', ['version'], { stdio: 'pipe' })
    execFileSync('ip', ['netns', 'add', name], { stdio: 'pipe' })
    const inside = ['netns', 'exec', name]
    execFileSync('ip', [...inside, 'ip', 'link', 'add', 'xw0', 'type', 'veth', 'peer', 'name', 'xw1'], {
      stdio: 'pipe',
    })
    const socket = 'socket(my $all, 17, 3, unpack("S", pack("n", 3))) or die "no packet socket: $!"'
    execFileSync('nsenter', [`--net=/run/netns/${name}`, 'perl', '-e', socket], { stdio: 'pipe' })
    return true
  } catch (error) {
    process.stderr.write(
      `\n*** SKIPPED: tests that need network namespaces do not run: ${String(error).slice(0, 200)} ***\n\n`,
    )
    return false
  } finally {
    spawnSync('ip', ['netns', 'del', name], { stdio: 'pipe' })
  }
}

/**
 * `hosts`: addresses (with bits) that the far side has; `refusing`: blocks in which every address refuses. All others of
 * `near`'s block have nobody behind them.
 */
export function makeNetwork(options: {
  readonly near: string
  readonly hosts: readonly string[]
  readonly refusing: readonly string[]
}): TestNetwork {
  const [near, far] = [`xw-near-${process.pid}`, `xw-far-${process.pid}`]
  const ip = (...words: string[]): void => void execFileSync('ip', words, { stdio: 'pipe' })
  const remove = (): void => {
    for (const name of [near, far]) {
      try {
        ip('netns', 'del', name)
      } catch {
        // It was never made.
      }
    }
  }
  try {
    for (const name of [near, far]) {
      ip('netns', 'add', name)
      // Its neighbour discovery would be packets of nobody's making.
      execFileSync(
        'ip',
        [
          'netns',
          'exec',
          name,
          'sh',
          '-c',
          'for i in all default; do echo 1 > /proc/sys/net/ipv6/conf/$i/disable_ipv6; done 2>/dev/null || true',
        ],
        { stdio: 'pipe' },
      )
      ip('-n', name, 'link', 'set', 'lo', 'up')
    }
    ip('link', 'add', 'xw0', 'netns', near, 'type', 'veth', 'peer', 'name', 'xw0', 'netns', far)
    ip('-n', near, 'addr', 'add', options.near, 'dev', 'xw0')
    for (const host of options.hosts) ip('-n', far, 'addr', 'add', host, 'dev', 'xw0')
    for (const name of [near, far]) ip('-n', name, 'link', 'set', 'xw0', 'up')
    for (const block of options.refusing) ip('-n', far, 'route', 'add', 'local', block, 'dev', 'lo')
    // A packet to anywhere else would leave by the cable too, and be seen.
    ip('-n', near, 'route', 'add', 'default', 'dev', 'xw0')
  } catch (error) {
    remove()
    throw error
  }
  const inside = (name: string): readonly string[] => ['nsenter', `--net=/run/netns/${name}`]
  const agent = startAgent(inside(far))
  const open = new Set<Server | Socket>()
  const listen: TestNetwork['listen'] = async (host, port, onSocket) => {
    const server = await agent.listener(host, port)
    open.add(server)
    server.on('connection', (socket) => {
      open.add(socket)
      socket.on('error', () => undefined).on('close', () => open.delete(socket))
      onSocket(socket)
    })
  }
  return {
    inside: inside(near),
    listen,
    publish: (host, port, serverPort) =>
      listen(host, port, (socket) => {
        const server = connect(serverPort, '127.0.0.1')
        server.on('error', () => socket.destroy()).on('close', () => socket.destroy())
        socket.on('close', () => server.destroy())
        socket.pipe(server).pipe(socket)
      }),
    capture: () => startCapture(inside(near)),
    close: () => {
      for (const each of open) each instanceof Server ? each.close() : each.destroy()
      agent.stop()
      remove()
    },
  }
}

/** A process in the namespace makes listeners and hands them over: a socket stays where it was made. */
function startAgent(inside: readonly string[]) {
  const script = `process.on('message', ({ id, host, port }) => {
    const server = require('node:net').createServer()
    server.on('error', (error) => process.send({ id, error: String(error) }))
    server.listen(port, host, 511, () => process.send({ id }, server, () => server.close()))
  })`
  const child = spawn(inside[0] ?? '', [...inside.slice(1), process.execPath, '-e', script], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  child.setMaxListeners(0)
  let id = 0
  return {
    listener: (host: string, port: number): Promise<Server> =>
      new Promise((resolve, reject) => {
        const own = ++id
        const onMessage = (message: unknown, handle: unknown): void => {
          if (typeof message !== 'object' || message === null || !('id' in message) || message.id !== own) return
          child.off('message', onMessage)
          if (handle instanceof Server) resolve(handle)
          else reject(new Error('error' in message ? String(message.error) : 'no listener came'))
        }
        child.on('message', onMessage).once('exit', () => reject(new Error('the agent ended')))
        child.send({ id: own, host, port })
      }),
    stop: () => void child.kill('SIGKILL'),
  }
}

/**
 * Reads every frame of the namespace (AF_PACKET, as tcpdump does) and prints those that leave it. Perl belongs to the
 * smallest Debian. Frame: 14 bytes of Ethernet, then IPv4 with its protocol at 9, its target at 16.
 */
const capturing = `
  socket(my $all, 17, 3, unpack("S", pack("n", 3))) or die "no packet socket: $!";
  setsockopt($all, 1, 33, pack("i", 64 << 20));
  $| = 1;
  print "ready\\n";
  while (my $from = recv($all, my $frame, 200, 0)) {
    next unless (unpack("x10C", $from))[0] == 4;
    my $type = unpack("x12n", $frame);
    # Neighbours are asked for by the kernel: ARP, and for IPv6 by multicast.
    next if $type == 0x0806 || ($type == 0x86dd && substr($frame, 0, 2) eq "\\x33\\x33");
    if ($type != 0x0800) { printf "ether-%04x - 0\\n", $type; next }
    my ($protocol, @to) = unpack("x23C x6C4", $frame);
    my $address = join ".", @to;
    if ($protocol != 6) { print "protocol-$protocol $address 0\\n"; next }
    my $tcp = 14 + 4 * (unpack("x14C", $frame) & 15);
    my ($port, $flags) = unpack("x" . ($tcp + 2) . "n x9C", $frame);
    printf "%s %s %d\\n", ($flags & 0x12) == 2 ? "syn" : "tcp", $address, $port;
  }
`

async function startCapture(inside: readonly string[]): Promise<{ stop(): Promise<readonly Packet[]> }> {
  const child: ChildProcess = spawn(inside[0] ?? '', [...inside.slice(1), 'perl', '-e', capturing], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the capture ended')))
    child.stdout?.setEncoding('latin1').on('data', (more: string) => {
      text += more
      if (text.startsWith('ready\n')) resolve()
    })
  })
  return {
    stop: async () => {
      // What was sent before is read before.
      await new Promise((resolve) => setTimeout(resolve, 500))
      const ended = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGTERM')
      await ended
      return text
        .split('\n')
        .slice(1)
        .flatMap((line) => {
          const [kind, address, port] = line.split(' ')
          return kind && address ? [{ kind, address, port: Number(port) }] : []
        })
    },
  }
}
