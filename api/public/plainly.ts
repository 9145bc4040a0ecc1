/** A sentence for systems, as people read it: a form keeps its key by itself. */
export function plainly(message: string): string {
  return message.replaceAll(
    /；?办理的用同一 Idempotency-Key[^；。]*|；提交的用同一 Idempotency-Key|用同一 Idempotency-Key ?(?:原样)?|，或不带 minSeq.*/g,
    '',
  )
}
