import type { Source } from './papers.ts'

/** Against an administrative act: 行政复议法 第二十条, 行政诉讼法 第四十六条. */
export function remediesIn({ city }: Pick<Source, 'city'>): string {
  return (
    `不服本决定的，可以自收到之日起六十日内向${city.name}人民政府申请行政复议，` +
    '或者自收到之日起六个月内向人民法院提起行政诉讼。'
  )
}
