const HEADERS = /Idempotency-Key|If-Match|minSeq|ETag|Prefer:/

/** A sentence for systems, as people read it: a form keeps its key and what it saw by itself. */
export function plainly(message: string): string {
  if (/Idempotency-Key 已用于另一内容/.test(message))
    return '内容与上次提交的不同，不能当作同一次办理：请重新打开这张表再提交'
  const plain = message
    .replaceAll(
      /；?办理的用同一 Idempotency-Key[^；。]*|；提交的用同一 Idempotency-Key|用同一 Idempotency-Key ?(?:原样)?|，或不带 minSeq.*/g,
      '',
    )
    .replaceAll(/（npm run [^）]*）/g, '')
    .replaceAll(/运行 npm run [a-z-]+(?: -- --[a-z]+)*/g, '处理')
  return HEADERS.test(plain) ? '页面没有按规定提交：请刷新后再试，写下的内容不会丢失' : plain
}
