import { describe, expect, it } from 'vitest'
import { EnvironmentError, readEnvironment, receiverRules } from '../../environment.ts'
import { checkedLookup, mayReach, refuseUnreachable, refuseUnreachableName } from '../../receivers/reach.ts'
import { rulesOf } from '../../receivers/rules.ts'

const RULES = rulesOf({
  hosts: ['push.gov.example', '*.intra.example'],
  networks: ['10.20.0.0/16', '192.168.7.9', 'fd00:20::/32', '127.0.0.0/8'],
  plainHttp: 'refuse',
})

describe('whither a push may go', () => {
  it.each([
    ['other.example', '8.8.8.8'],
    ['other.example', '10.20.255.1'],
    ['other.example', '::ffff:10.20.0.1'],
    ['other.example', '192.168.7.9'],
    ['other.example', 'fd00:20:1::5'],
    ['other.example', '127.0.0.1'],
    ['push.gov.example', '10.99.0.1'],
    ['PUSH.gov.example.', '172.16.0.1'],
    ['a.b.intra.example', 'fd99::1'],
  ])('R-27: %s at %s: yes', (host, address) => {
    expect(mayReach(RULES, host, address)).toBe(true)
  })

  it.each([
    ['other.example', '10.21.0.1'],
    ['other.example', '::ffff:10.21.0.1'],
    ['other.example', '192.168.7.8'],
    ['other.example', 'fd00:21::5'],
    ['other.example', 'not an address'],
    // Names on the list lead into the intranet only: neither to this link, to metadata, nor round by NAT64.
    ['push.gov.example', '169.254.169.254'],
    ['push.gov.example', '::1'],
    ['push.gov.example', 'fe80::1%eth0'],
    ['push.gov.example', '64:ff9b::a14:1'],
    ['intra.example', '10.99.0.1'],
    ['push.gov.example.evil.example', '10.99.0.1'],
    ['evilintra.example', '10.99.0.1'],
  ])('R-27: %s at %s: no', (host, address) => {
    expect(mayReach(RULES, host, address)).toBe(false)
  })

  it('R-27: http only for developers, whatever the address', () => {
    expect(() => refuseUnreachable(RULES, new URL('http://10.20.0.1/'))).toThrow('not-https')
    expect(() => refuseUnreachable({ ...RULES, plainHttp: 'allow' }, new URL('http://10.20.0.1/'))).not.toThrow()
    expect(receiverRules(readEnvironment({ AUTH_DEVELOPMENT_ISSUER: 'on' })).plainHttp).toBe('allow')
    for (const source of [{}, { AUTH_DEVELOPMENT_ISSUER: 'off' }])
      expect(receiverRules(readEnvironment(source)).plainHttp).toBe('refuse')
  })

  it('R-27: a name is judged by what it resolves to, when somebody subscribes and when it is connected', async () => {
    const none = { ...RULES, networks: [] }
    await expect(refuseUnreachableName(none, new URL('https://localhost/'))).rejects.toThrow('private-address')
    await expect(refuseUnreachableName(RULES, new URL('https://nobody.invalid/'))).resolves.toBeUndefined()
    const looked = (rules: typeof RULES) =>
      new Promise((resolve) => {
        checkedLookup(rules)('localhost', { all: true }, (error) => resolve(error?.message ?? 'connected'))
      })
    const all = rulesOf({ hosts: [], networks: ['127.0.0.0/8', '::1'], plainHttp: 'allow' })
    expect([await looked(none), await looked(all)]).toEqual(['private-address', 'connected'])
  })
})

describe('the lists', () => {
  it('R-27: are checked at the start: networks', () => {
    const { PUSH_ALLOWED_NETWORKS: given } = readEnvironment({
      PUSH_ALLOWED_NETWORKS: ' 10.0.0.0/8 , FD00::/8,10.1.2.3',
    })
    expect(given).toEqual(['10.0.0.0/8', 'fd00::/8', '10.1.2.3'])
    for (const [wrong, why] of [
      ['10.1.2.3/8', /不是地址段的开头/],
      ['fd00::1/16', /不是地址段的开头/],
      ['0.0.0.0/0', /位数应为 1 到 32/],
      ['10.0.0.0/33', /位数应为 1 到 32/],
      ['10.0.0.0/08x', /位数应为整数/],
      ['::ffff:10.0.0.0/104', /请写作 IPv4/],
      ['intra.example', /应为地址段/],
      ['10.0.0.0/8,,', /应为地址段/],
      ['fe80::1%eth0', /应为地址段/],
    ] as const)
      expect(() => readEnvironment({ PUSH_ALLOWED_NETWORKS: wrong }), wrong).toThrow(why)
  })

  it('R-27: and hosts; the switch of before says what to write instead', () => {
    const hosts = (text: string) => receiverRules(readEnvironment({ PUSH_ALLOWED_HOSTS: text })).hosts
    expect(hosts('Push.gov.example,*.intra.example,推送.example')).toEqual([
      'push.gov.example',
      '*.intra.example',
      'xn--jzu200h.example',
    ])
    for (const wrong of ['10.0.0.1', 'push.example:443', 'https://push.example', '*', '*.example', 'a/b', '2130706433'])
      expect(() => hosts(wrong), wrong).toThrow(EnvironmentError)
    expect(() => readEnvironment({ PUSH_PRIVATE_ADDRESSES: 'allow' })).toThrow(/PUSH_ALLOWED_NETWORKS/)
    expect(() => readEnvironment({ PUSH_PRIVATE_ADDRESSES: 'refuse' })).not.toThrow()
  })
})
