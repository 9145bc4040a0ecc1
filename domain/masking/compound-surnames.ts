/** 复姓 that are borne today and that few names of a single surname begin with. */
const COMPOUND_SURNAMES: ReadonlySet<string> = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 濮阳 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 ' +
    '亓官 司寇 巫马 颛孙 漆雕 拓跋 轩辕 令狐 百里 呼延 东郭 南门 羊舌 西门 第五 即墨 淳于 单于 达奚 完颜 纳兰'
  ).split(' '),
)

/** A name of two characters has a surname of one. */
export function startsWithCompoundSurname(name: readonly string[]): boolean {
  return name.length > 2 && COMPOUND_SURNAMES.has(name.slice(0, 2).join(''))
}
