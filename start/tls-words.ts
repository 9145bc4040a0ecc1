/** Why a server and this program do not come to speak TLS; undefined for what has nothing to do with it. */
export function tlsWords(code: string): string | undefined {
  const words = WORDS[code]
  if (words !== undefined) return words
  if (/^ERR_SSL_.*(ALERT|HANDSHAKE_FAILURE)/.test(code)) return '服务器不接受本程序的证书，或要求出示证书'
  return /^ERR_SSL_|^EPROTO$/.test(code) ? '服务器没有以 TLS 应答' : undefined
}

const UNTRUSTED = '不信任服务器证书的签发者'
const WORDS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: '服务器的证书已过期',
  CERT_NOT_YET_VALID: '服务器的证书尚未生效',
  CERT_REVOKED: '服务器的证书已吊销',
  ERR_TLS_CERT_ALTNAME_INVALID: '服务器的证书不是给这个主机名的',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
}
